-- A request to reconcile survives a crash: whoever finds it unfinished and unattended goes on with it.
create table truebook.reconciliation_job (
    job_id        text collate "C" primary key,
    tenant        text not null,
    connection    text not null,
    period_from   timestamptz not null,
    period_to     timestamptz not null,
    time_zone     text not null,
    fetch_report  boolean not null,
    principal     text not null,
    origin        text,
    transaction_id text collate "C",
    requested_at  timestamptz not null,
    status        text not null default 'running' check (status in ('running', 'completed', 'failed')),
    run_id        text collate "C",
    failure       text,
    attempt_count integer not null default 0,
    due_at        timestamptz not null
) with (fillfactor = 70);
create index reconciliation_job_due on truebook.reconciliation_job (due_at) where status = 'running';
comment on column truebook.reconciliation_job.transaction_id is
    'The transaction to answer when the job is done; null where nobody waits for one.';
comment on column truebook.reconciliation_job.due_at is
    'Nobody works on it after this time: it may be taken.';

-- A run is what came of its inputs, and its id is a hash of them: the same inputs give the same row.
create table truebook.reconciliation_run (
    run_id           text collate "C" primary key,
    sequence         bigint generated always as identity,
    tenant           text not null,
    connection       text not null,
    period_from      timestamptz not null,
    period_to        timestamptz not null,
    time_zone        text not null,
    as_of            timestamptz not null,
    journal_position bigint not null,
    rule_version     integer not null,
    previous_run_id  text collate "C",
    matched_count    bigint not null,
    timing_count     bigint not null,
    break_count      bigint not null,
    report_json      bytea not null,
    report_csv       bytea not null,
    report_html      bytea not null
);
create index reconciliation_run_period
    on truebook.reconciliation_run (tenant, connection, time_zone, period_to, sequence);

-- What a run closed with is what the next one opens with.
create table truebook.reconciliation_closing (
    run_id         text collate "C" not null references truebook.reconciliation_run,
    tenant         text not null,
    currency       text collate "C" not null,
    ledger_minor   bigint not null,
    provider_minor bigint not null,
    primary key (run_id, currency)
);

-- A difference is one row however often it is found: its id follows from what it is about.
create table truebook.reconciliation_break (
    break_id               text collate "C" primary key,
    tenant                 text not null,
    connection             text not null,
    leg                    text not null,
    code                   text not null,
    status                 text not null check (status in ('timing', 'open', 'proposed', 'approved',
        'applying', 'resolved', 'confirmed', 'dismissed')),
    object                 text collate "C" not null,
    ledger_minor           bigint,
    ledger_currency        text collate "C",
    provider_minor         bigint,
    provider_currency      text collate "C",
    amount_minor           bigint not null,
    currency               text collate "C" not null,
    charge_id              text collate "C",
    provider_reference     text collate "C",
    balance_transaction_id text collate "C",
    evidence               text not null,
    occurred_at            timestamptz not null,
    first_seen_at          timestamptz not null,
    first_run_id           text collate "C" not null,
    last_run_id            text collate "C" not null,
    last_position          bigint not null
) with (fillfactor = 70);
create index reconciliation_break_list on truebook.reconciliation_break (tenant, break_id);
create index reconciliation_break_period
    on truebook.reconciliation_break (tenant, connection, occurred_at);
comment on column truebook.reconciliation_break.first_seen_at is
    'The as-of time of the first run that found it.';

grant select, insert, update on truebook.reconciliation_job, truebook.reconciliation_break to truebook;
grant select, insert on truebook.reconciliation_run, truebook.reconciliation_closing to truebook;
