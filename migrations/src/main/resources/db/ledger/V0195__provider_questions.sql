-- Where nobody has confirmed an answer in time, the provider is asked for its record of it before anybody calls it missing:
-- one row a question, so that it outlives the node that put it, is put by one node at a time, and is not put again in a replay.
create table truebook.provider_question (
    operation_id  text collate "C" not null,
    fact          text collate "C" not null,
    tenant        text not null,
    payment_id    text collate "C" not null,
    connection    text not null,
    asked_at      timestamptz not null,
    due_at        timestamptz not null,
    lease_until   timestamptz,
    attempt_count integer not null default 0,
    detail        text,
    reply         text check (reply in ('told', 'nothing', 'no_records')),
    told          text[] not null default '{}',
    replied_at    timestamptz,
    primary key (operation_id, fact),
    constraint provider_question_reply check ((reply is null) = (replied_at is null))
);
comment on table truebook.provider_question is
    'Questions about answers that found no second witness. Only read at the provider; asked again, nothing happens there.';
comment on column truebook.provider_question.fact is 'What was answered, with its amount; it is asked about once.';
comment on column truebook.provider_question.due_at is 'When to ask, or to ask again; of no account once it is replied to.';
comment on column truebook.provider_question.detail is 'What has kept the provider from replying so far.';
comment on column truebook.provider_question.told is 'The facts it has now: they confirm what was answered, or they do not.';
create index provider_question_open on truebook.provider_question (connection, due_at) where reply is null;
create index provider_question_payment on truebook.provider_question (payment_id);

alter table truebook.reconciliation_saga add column asked_at timestamptz;
comment on column truebook.reconciliation_saga.asked_at is
    'When the provider was asked for its record of the answer; null: not yet.';

grant select, insert, update, delete on truebook.provider_question to truebook;
