-- A repair's outcome stands against runs by the index of its own event, whatever is decided later; and what a repair
-- has left half done no run resolves: that a difference is gone is then the repair's doing.
alter table truebook.break_case
    add column applied_index bigint,
    add column half_done     boolean not null default false;
update truebook.break_case c set applied_index = (
    select max(e.global_index) from truebook.journal_event e
    where e.aggregate_id = c.break_id and e.event_type = 'repair-applied');
comment on column truebook.break_case.applied_index is 'Of its last repair-applied; null: none.';
comment on column truebook.break_case.half_done is
    'Whether its last repair failed after it may have booked a part.';
