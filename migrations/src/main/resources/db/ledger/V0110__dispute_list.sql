-- Open disputes have to be found without reading every payment. Derived, as the other lists of payments: written by
-- the same processor from the payment's events, and may be dropped and written again at any time.
create table truebook.dispute_summary (
    connection    text collate "C" not null,
    dispute_id    text collate "C" not null,
    tenant        text not null,
    payment_id    text collate "C" not null,
    created_index bigint not null,
    created_at    timestamptz not null,
    status        text not null,
    primary key (connection, dispute_id)
);
comment on column truebook.dispute_summary.dispute_id is
    'The provider''s own id, so that it is the same whichever of its facts was heard of first.';
create index dispute_summary_newest on truebook.dispute_summary (tenant, created_index desc, dispute_id);
create index dispute_summary_payment on truebook.dispute_summary (payment_id);

grant select, insert, update, delete, truncate on truebook.dispute_summary to truebook;
