-- The clock of what is due by itself: one row per recurring task, so that it runs on one node at a time and goes on when
-- that node dies. The columns are db-scheduler's.
create table truebook.scheduled_task (
    task_name            text not null,
    task_instance        text not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
create index scheduled_task_execution on truebook.scheduled_task (execution_time);
create index scheduled_task_heartbeat on truebook.scheduled_task (last_heartbeat);

grant select, insert, update, delete on truebook.scheduled_task to truebook;
