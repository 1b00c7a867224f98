-- An accountant asks of each difference since when it is known, who looks after it and what is to be done, and of each
-- run what was repaired. All of that goes on changing after the run, and a report must not: so the run keeps
-- it, as its own journal position had it.
create table truebook.reconciliation_difference (
    run_id             text collate "C" not null,
    finding_id         text collate "C" not null,
    first_seen_at      timestamptz not null,
    decision_status    text not null,
    owner              text,
    proposed_repair    text,
    proposed_by        text,
    ledger_transaction text collate "C",
    payout_id          text collate "C",
    batch_number       bigint,
    primary key (run_id, finding_id)
);
comment on column truebook.reconciliation_difference.decision_status is
    'What was decided about it by then, or else what the run says.';
comment on column truebook.reconciliation_difference.ledger_transaction is
    'The client''s transaction id of the operation it is about; null where there is none.';

create table truebook.reconciliation_repair (
    run_id       text collate "C" not null,
    ordinal      integer not null,
    break_id     text collate "C" not null,
    code         text not null,
    object       text collate "C" not null,
    attempt      integer not null,
    kind         text not null,
    amount_minor bigint not null,
    currency     text collate "C" not null,
    proposed_by  text not null,
    approved_by  text not null,
    automatic    boolean not null,
    applied_at   timestamptz not null,
    events       text[] not null,
    positions    bigint[] not null,
    primary key (run_id, ordinal)
);
comment on column truebook.reconciliation_repair.positions is
    'Journal positions of the events it wrote, one for each of events.';

create trigger append_only before update or delete or truncate on truebook.reconciliation_difference
    for each statement execute function truebook.refuse_change();
alter table truebook.reconciliation_difference enable always trigger append_only;
create trigger append_only before update or delete or truncate on truebook.reconciliation_repair
    for each statement execute function truebook.refuse_change();
alter table truebook.reconciliation_repair enable always trigger append_only;

grant select, insert on truebook.reconciliation_difference, truebook.reconciliation_repair to truebook;
