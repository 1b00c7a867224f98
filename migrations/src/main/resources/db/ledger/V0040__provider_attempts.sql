-- What exactly we sent, and that we were about to, has to be durable before the first byte leaves: after a
-- crash the same bytes go out again under the same key, and a request that has no row here was never sent.
create table truebook.provider_attempt (
    operation_id   text collate "C" not null,
    attempt_number integer not null check (attempt_number > 0),
    tenant         text not null,
    connection     text not null,
    step           text not null check (step in ('send', 'query')),
    provider_key   text collate "C",
    request_path   text,
    request_body   text,
    started_at     timestamptz not null,
    finished_at    timestamptz,
    outcome        text,
    detail         text,
    primary key (operation_id, attempt_number)
);
comment on column truebook.provider_attempt.step is
    'send: the frozen request goes out; query: only a question, without effect.';
comment on column truebook.provider_attempt.outcome is
    'Null while under way and after a crash: then it may have happened.';
-- A callback names the key of the request that caused it.
create index provider_attempt_key on truebook.provider_attempt (provider_key)
    where provider_key is not null;

-- How far the calls of an operation are: what to do next, since when the key is in use, and how often the
-- answer was none.
alter table truebook.provider_operation
    add column next_step text not null default 'send' check (next_step in ('send', 'query')),
    add column first_sent_at timestamptz,
    add column maybe_sent boolean not null default false,
    add column unsettled_count integer not null default 0,
    add column not_executed_count integer not null default 0,
    add column last_outcome text;
comment on column truebook.provider_operation.first_sent_at is
    'Start of the provider''s key window; past it nothing is ever sent again.';
comment on column truebook.provider_operation.maybe_sent is
    'Whether any attempt may have had an effect; false means provably none had.';
comment on column truebook.provider_operation.unsettled_count is
    'Answers that left it open: the place in the schedule of questions.';

grant select, insert, update on truebook.provider_attempt to truebook;
