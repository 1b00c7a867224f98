-- Why: an answer under an idempotency key must survive exactly as long as its effect, so it is written
-- in the same transaction; and what the provider promised to do later must still happen after a crash.

create table idempotency_key (
    key         text collate "C" primary key,
    fingerprint text not null,
    status      int not null,
    body        bytea not null,
    request_id  text not null,
    created_ms  bigint not null
);

create index idempotency_key_age on idempotency_key (created_ms);

create table due_work (
    id        text collate "C" primary key,
    due_ms    bigint not null,
    task      text not null,
    object_id text collate "C" not null
);

create index due_work_due on due_work (due_ms);

create table report_file (
    id   text collate "C" primary key,
    body bytea not null
);
