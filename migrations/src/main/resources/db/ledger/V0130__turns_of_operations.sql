-- After an outage thousands of operations are due at once. What was never sent goes before what was sent in
-- vain, and that before questions; the oldest of each is found without reading past the others.
alter table truebook.provider_operation
    add column turn text not null default 'first' check (turn in ('first', 'again', 'question'));
comment on column truebook.provider_operation.turn is
    'first: never tried; again: to be sent once more; question: only to be asked about.';
create index provider_operation_turn on truebook.provider_operation (connection, turn, due_at)
    where state = 'open';
