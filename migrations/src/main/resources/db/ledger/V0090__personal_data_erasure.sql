-- An erasure is done when nothing of it is left anywhere, also in what providers sent; after a crash
-- somebody has to go on with it, and callbacks that come later have to be known as those of a payment
-- whose personal data is gone. So it is remembered per payment, without a word of what was erased.
create table truebook.personal_erasure (
    payment_id     text collate "C" primary key,
    tenant         text not null,
    erased_index   bigint not null,
    erased_at      timestamptz not null,
    origin         text not null,
    transaction_id text collate "C" not null,
    due_at         timestamptz not null,
    swept_at       timestamptz
);
comment on column truebook.personal_erasure.erased_index is
    'Index of the latest erasure event of the payment.';
comment on column truebook.personal_erasure.due_at is
    'When to look through the provider''s messages (again); infinity when that is done for good.';
create index personal_erasure_due on truebook.personal_erasure (due_at) where due_at < 'infinity';

grant select, insert, update on truebook.personal_erasure to truebook;

-- Stored answers hold what the client wrote. They are kept for ever, so an erasure takes the words out and
-- leaves every other byte: type json keeps text as it came, where jsonb would write it anew.
create function truebook.without_personal_data(answer bytea) returns bytea
    language sql stable parallel safe
return (
    select convert_to('{' || string_agg(to_json(f.key)::text || ':' || case
            when f.key in ('description', 'reference', 'reason') then 'null'
            when f.key = 'metadata' then '{}'
            else f.value::text end, ',' order by f.ordinality) || '}', 'UTF8')
    from json_each(convert_from(answer, 'UTF8')::json) with ordinality as f(key, value, ordinality)
);

-- Answers that no event stands behind (a void of what is voided) are found by what they are about. There
-- are few of them, so the index costs the writer nothing.
create index transaction_register_settled on truebook.transaction_register (subject_id)
    where first_index = 0 and subject_id is not null;

-- An erasure looks for the provider's messages about its payment, whatever became of them.
create index provider_callback_subject on truebook.provider_callback (connection, subject);
