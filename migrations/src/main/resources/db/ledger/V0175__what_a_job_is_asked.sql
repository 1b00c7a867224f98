-- A job may be the day's own: each node that sees a day has ended asks for it, and the row itself is the claim, so that
-- one of them does. And a job may ask for what was known at a position of the journal and no later.
alter table truebook.reconciliation_job
    add column business_date date,
    add column known_position bigint,
    add column known_at timestamptz;
create unique index reconciliation_job_day
    on truebook.reconciliation_job (tenant, connection, business_date) where business_date is not null;
create index reconciliation_job_list on truebook.reconciliation_job (tenant, job_id);
comment on column truebook.reconciliation_job.business_date is
    'The day that the schedule asks for; null where somebody asked.';
comment on column truebook.reconciliation_job.known_position is
    'The last event that may be seen; null: all there are.';
comment on column truebook.reconciliation_job.known_at is
    'The time that position was asked for by: files that came later are not seen, and ages are counted from it.';
comment on column truebook.reconciliation_job.failure is
    'Why it failed for good, or why its last attempt did.';

alter table truebook.reconciliation_run add column known_position bigint;
comment on column truebook.reconciliation_run.known_position is
    'Set where a run was held to what was known at an earlier time: it is no news, and changes no break.';
