-- Each break is looked at once for what the rules would do about it, and again only when a later run found it.
alter table truebook.reconciliation_break add column judged_position bigint;
create index reconciliation_break_unjudged on truebook.reconciliation_break (break_id)
    where status = 'open' and (judged_position is null or judged_position < last_position);
comment on column truebook.reconciliation_break.judged_position is
    'last_position when the rules were last asked about it; null: never.';
