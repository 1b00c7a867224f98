-- An event that a read model cannot take must stop its own payment there and nothing else. It waits here,
-- and so do all later events of that payment, in their order, until it is taken or discarded. The event
-- itself stays in the journal: a letter only says which one, and why.
create table truebook.dead_letter (
    letter_id        bigint generated always as identity primary key,
    tenant           text not null,
    processor        text collate "C" not null,
    sequence_id      text collate "C" not null,
    sequence_index   bigint not null,
    journal_position bigint not null,
    event_id         text collate "C" not null,
    event_type       text not null,
    cause_code       text,
    cause_message    text,
    attempt_count    integer not null,
    enqueued_at      timestamptz not null,
    touched_at       timestamptz not null,
    due_at           timestamptz not null,
    constraint dead_letter_order unique (processor, sequence_id, sequence_index)
) with (fillfactor = 80);
comment on column truebook.dead_letter.sequence_id is
    'What is kept in order: the payment.';
comment on column truebook.dead_letter.cause_code is
    'Null for an event that only waits behind another one.';
comment on column truebook.dead_letter.due_at is
    'When it is tried again; infinity: only when somebody asks for it.';
create index dead_letter_due on truebook.dead_letter (due_at);

-- Who had a letter tried again or thrown away, and why. Never changed: discarding is a decision to answer for.
create table truebook.dead_letter_action (
    action_id        bigint generated always as identity primary key,
    tenant           text not null,
    origin           text not null,
    transaction_id   text collate "C" not null,
    principal        text not null,
    action           text not null check (action in ('retry', 'discard')),
    reason           text,
    acted_at         timestamptz not null,
    letter           text collate "C" not null,
    source           text not null,
    letter_tenant    text not null,
    sequence_id      text not null,
    payment_id       text,
    event_id         text not null,
    event_type       text not null,
    journal_position bigint,
    cause            text,
    attempt_count    integer not null,
    first_at         timestamptz not null,
    last_at          timestamptz not null,
    constraint dead_letter_action_once unique (tenant, origin, transaction_id),
    constraint dead_letter_discard_reason check (action <> 'discard' or reason is not null)
);
create index dead_letter_action_letter on truebook.dead_letter_action (letter, action_id);

-- The inbox of callbacks keeps its own dead letters; they are listed with the others.
create index provider_callback_dead on truebook.provider_callback (received_at) where status = 'dead';

grant select, insert, update, delete on truebook.dead_letter to truebook;
grant select, insert on truebook.dead_letter_action to truebook;
