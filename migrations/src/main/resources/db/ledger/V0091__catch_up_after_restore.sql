-- A ledger that was restored from an older backup knows less than the provider, and would take a repeated
-- transaction id for a new one: a second charge. Until it has read what it missed it takes nothing new. That it
-- is catching up, and how far it is, survives a crash, and holds for all nodes.
create table truebook.catch_up (
    catch_up_id   bigint generated always as identity primary key,
    tenant        text not null,
    connection    text not null,
    since         timestamptz not null,
    cause         text not null check (cause in ('checkpoint', 'setting', 'command')),
    journal_index bigint not null,
    checkpoint_size bigint,
    detail        text not null,
    started_at    timestamptz not null,
    shelf         text not null default 'events' check (shelf in ('events', 'payments', 'refunds', 'inbox')),
    cursor        text collate "C",
    pass          integer not null default 1,
    news          integer not null default 0,
    event_count   bigint not null default 0,
    object_count  bigint not null default 0,
    lost_count    bigint not null default 0,
    due_at        timestamptz not null default '-infinity',
    finished_at   timestamptz,
    finished_index bigint
) with (fillfactor = 50);
comment on column truebook.catch_up.journal_index is
    'The last event there was when it began: what comes after it is the catch-up''s and later.';
comment on column truebook.catch_up.news is
    'What this pass through the provider''s objects has found; a pass without any ends it.';
create unique index catch_up_one_at_a_time on truebook.catch_up (connection) where finished_at is null;

-- What the provider made for us and the journal has lost. Each names the transaction it was made for, by its
-- mark: that id is refused for ever. No row is ever deleted.
create table truebook.lost_operation (
    connection      text not null,
    object_id       text collate "C" not null,
    kind            text not null check (kind in ('payment', 'refund')),
    tenant          text not null,
    operation_id    text collate "C" not null,
    transaction_mark text collate "C",
    parent_id       text collate "C",
    payment_id      text collate "C",
    amount_minor    bigint,
    currency        text collate "C",
    provider_status text not null,
    created_at      timestamptz not null,
    found_at        timestamptz not null,
    catch_up_id     bigint not null references truebook.catch_up,
    primary key (connection, object_id)
);
comment on column truebook.lost_operation.payment_id is
    'The payment it was booked to, for a refund of a payment that is known; null: an orphan.';
comment on column truebook.lost_operation.transaction_mark is
    'Null for what was sent by versions that gave no mark: that transaction id cannot be told.';
create index lost_operation_mark on truebook.lost_operation (transaction_mark)
    where transaction_mark is not null;
create index lost_operation_orphan on truebook.lost_operation (tenant, created_at desc, object_id)
    where payment_id is null;

grant select, insert, update on truebook.catch_up to truebook;
grant select, insert on truebook.lost_operation to truebook;
