-- Who reads a list right after a write must be able to tell whether the row shows the write already; the
-- processor's own position cannot tell, because its segments move on at their own pace.
alter table truebook.payment_summary add column updated_index bigint not null default 0;
comment on column truebook.payment_summary.updated_index is
    'Index of the last event of the payment that the row shows.';
