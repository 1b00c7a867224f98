-- Lists need filters the journal has no index for. Everything here is derived: it is written by a
-- streaming processor from the payment's events, and may be dropped and written again at any time.
create table truebook.payment_summary (
    payment_id    text collate "C" primary key,
    tenant        text not null,
    created_index bigint not null unique,
    created_at    timestamptz not null,
    status        text not null,
    merchant      text not null,
    connection    text not null,
    reference     text
);
comment on column truebook.payment_summary.reference is
    'Personal data: whoever erases it beside the event erases it here, or has the list written again.';
create index payment_summary_newest on truebook.payment_summary (tenant, created_index desc);
create index payment_summary_reference on truebook.payment_summary (tenant, reference)
    where reference is not null;

create table truebook.refund_summary (
    refund_id     text collate "C" primary key,
    tenant        text not null,
    payment_id    text collate "C" not null,
    created_index bigint not null,
    created_at    timestamptz not null,
    status        text not null
);
create index refund_summary_newest on truebook.refund_summary (tenant, created_index desc, refund_id);
create index refund_summary_payment on truebook.refund_summary (payment_id);

grant select, insert, update, delete, truncate on truebook.payment_summary, truebook.refund_summary
    to truebook;
