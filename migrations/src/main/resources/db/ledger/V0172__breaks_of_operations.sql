-- Breaks of single operations are found by the saga, not by runs: each is an event of the break itself. This row is what lists
-- ask for, written in the commit of that event and rebuilt from the events; what runs find stays in reconciliation_break.
create table truebook.operation_break (
    break_id          text collate "C" primary key,
    tenant            text not null,
    connection        text not null,
    code              text not null,
    status            text not null check (status in ('open', 'resolved')),
    object            text collate "C" not null,
    ledger_minor      bigint,
    ledger_currency   text collate "C",
    provider_minor    bigint,
    provider_currency text collate "C",
    amount_minor      bigint not null,
    currency          text collate "C" not null,
    charge_id         text collate "C",
    evidence          text not null,
    rule_version      integer not null,
    occurred_at       timestamptz not null,
    first_seen_at     timestamptz not null,
    last_position     bigint not null
) with (fillfactor = 80);
create index operation_break_list on truebook.operation_break (tenant, break_id);
create index operation_break_payment on truebook.operation_break (charge_id);

grant select, insert, update on truebook.operation_break to truebook;
