-- A row or a booking for a day that was compared before belongs to no later period: the next run takes what has come
-- in since the run before it, whatever day it is for. So a run says how much it knew.
alter table truebook.reconciliation_run add column file_sequence bigint;
comment on column truebook.reconciliation_run.file_sequence is
    'Of the last settlement file it could see; null: made before it was kept.';
create index reconciliation_run_made on truebook.reconciliation_run (tenant, connection, sequence);
