-- Whoever dismisses a break has seen an amount: where a run finds another one, it is open again.
alter table truebook.break_case
    add column dismissed_minor    bigint,
    add column dismissed_currency text;
comment on column truebook.break_case.dismissed_minor is 'What was at stake when it was dismissed; null: not known.';
