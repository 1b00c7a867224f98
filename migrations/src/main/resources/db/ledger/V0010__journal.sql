-- The journal is the only truth; everything else can be derived from it again. So nobody may change it,
-- the owner of the database included, and its bytes are kept exactly as they were hashed.
create table truebook.journal_event (
    global_index    bigint primary key check (global_index > 0),
    tenant          text not null,
    aggregate_type  text,
    aggregate_id    text collate "C" not null,
    sequence_number bigint not null check (sequence_number >= 0),
    event_id        text collate "C" not null,
    event_type      text not null,
    event_revision  integer not null,
    recorded_at     timestamptz not null,
    payload         bytea not null,
    metadata        bytea not null,
    constraint journal_event_once unique (event_id),
    constraint journal_event_sequence unique (aggregate_id, sequence_number)
);
comment on column truebook.journal_event.global_index is
    'Gapless and in commit order: one writer at a time assigns it under the lock on ledger_head.';

-- What may have to be erased is kept beside the event, so that erasing it changes neither event nor proof.
create table truebook.event_personal (
    global_index bigint primary key,
    tenant       text not null,
    data         bytea not null
);

-- One row per commit: seals are keyed by it, and a lost commit acknowledgement is settled by looking it up.
create table truebook.journal_batch (
    batch_id     bigint primary key,
    writer       text not null,
    first_index  bigint not null,
    last_index   bigint not null,
    committed_at timestamptz not null
);
comment on column truebook.journal_batch.last_index is
    'Below first_index when the batch held no event.';

-- The lock every batch takes first, and the counters it moves. It replaces a leader: whoever holds it
-- writes next, and a dead node holds nothing.
create table truebook.ledger_head (
    only_row     boolean primary key default true check (only_row),
    last_index   bigint not null,
    last_batch   bigint not null,
    last_account bigint not null
) with (fillfactor = 10);
insert into truebook.ledger_head (last_index, last_batch, last_account) values (0, 0, 0);

-- Supported for Axon's sake, not used: no aggregate here is long enough to need one.
create table truebook.journal_snapshot (
    aggregate_id    text collate "C" not null,
    sequence_number bigint not null,
    aggregate_type  text not null,
    event_id        text collate "C" not null,
    payload_type    text not null,
    payload_revision text,
    recorded_at     timestamptz not null,
    payload         bytea not null,
    metadata        bytea not null,
    primary key (aggregate_id, sequence_number)
);

create function truebook.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only: % refused', tg_table_name, tg_op
        using errcode = 'integrity_constraint_violation';
end
$$;
create trigger append_only before update or delete or truncate on truebook.journal_event
    for each statement execute function truebook.refuse_change();
-- Always: neither the owner's session settings nor a replication role switch it off.
alter table truebook.journal_event enable always trigger append_only;

create trigger append_only before update or delete or truncate on truebook.journal_batch
    for each statement execute function truebook.refuse_change();
alter table truebook.journal_batch enable always trigger append_only;

grant select, insert on truebook.journal_event, truebook.journal_batch to truebook;
grant select, insert, delete on truebook.event_personal, truebook.journal_snapshot to truebook;
grant select, update on truebook.ledger_head to truebook;
