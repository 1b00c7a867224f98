-- A refund may be told of before its charge. It is looked at again on a schedule, and at once when one of the
-- objects it names turns out to belong to a payment.
alter table truebook.provider_callback add column waits_for text[] collate "C";
comment on column truebook.provider_callback.waits_for is
    'The provider''s ids an orphan names; null for all others.';
create index provider_callback_orphan on truebook.provider_callback using gin (waits_for)
    where status = 'orphan' and payment_id is null;
-- What was kept for a person, newest first.
create index provider_callback_kept on truebook.provider_callback (status, callback_id desc)
    where status in ('orphan', 'parked', 'dead');
