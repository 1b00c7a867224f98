-- A report lists every transaction. Of a million of them no form of it fits in memory or in one value, so its
-- lines are rows, copied in by the run and read in order by whoever asks; the run keeps only the head.
create table truebook.reconciliation_item (
    run_id                 text collate "C" not null,
    finding_id             text collate "C" not null,
    leg                    text not null,
    code                   text not null,
    status                 text not null,
    severity               text not null,
    age                    text not null,
    object                 text collate "C" not null,
    ledger_minor           bigint,
    ledger_currency        text collate "C",
    provider_minor         bigint,
    provider_currency      text collate "C",
    difference_minor       bigint not null,
    currency               text collate "C" not null,
    charge_id              text collate "C",
    provider_reference     text collate "C",
    balance_transaction_id text collate "C",
    occurred_at            timestamptz not null,
    evidence               text not null
);
comment on table truebook.reconciliation_item is
    'No key to the run: it is written last, in the same commit, and a check per row would double the cost.';
create index reconciliation_item_run on truebook.reconciliation_item (run_id);

create trigger append_only before update or delete or truncate on truebook.reconciliation_item
    for each statement execute function truebook.refuse_change();
alter table truebook.reconciliation_item enable always trigger append_only;

alter table truebook.reconciliation_run
    add column report_head bytea,
    alter column report_json drop not null,
    alter column report_csv drop not null,
    alter column report_html drop not null;
comment on column truebook.reconciliation_run.report_head is
    'The report without its lines, as JSON; null where the whole report is kept in the three columns beside it.';

grant select, insert on truebook.reconciliation_item to truebook;
