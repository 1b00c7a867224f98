-- What the rules could not be asked about waits, so that it neither spins nor keeps others from their turn.
alter table truebook.reconciliation_break add column judge_after timestamptz;
comment on column truebook.reconciliation_break.judge_after is 'When to ask the rules again; null: now.';
