-- A callback without a proof moves nothing, but it may be a reason to ask the provider sooner. What was planned
-- is kept, so that a stranger who sends many of them can neither use the schedule up nor put it off.
alter table truebook.provider_operation add column planned_at timestamptz;
comment on column truebook.provider_operation.planned_at is
    'When the next question was planned for, while due_at was brought forward.';
