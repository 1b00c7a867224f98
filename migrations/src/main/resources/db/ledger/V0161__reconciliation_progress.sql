-- A run of a million rows takes a while: whoever asked can see how far it is.
alter table truebook.reconciliation_job
    add column rows_done bigint,
    add column rows_total bigint;
comment on column truebook.reconciliation_job.rows_total is
    'Movements and settlement rows to compare; null until they are counted.';
