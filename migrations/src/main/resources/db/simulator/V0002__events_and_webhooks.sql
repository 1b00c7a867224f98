-- Why: events and the deliveries still owed are committed with the money they tell of; a delivery row
-- exists until the receiver answered 2xx, so a crash on either side loses no webhook.

create table event (
    id        text collate "C" primary key,
    seq       bigint generated always as identity,
    type      text not null,
    created_s bigint not null,
    object_id text collate "C" not null,
    body      text not null
);

create index event_listing on event (created_s, seq);
create index event_of_object on event (object_id);

create table webhook_delivery (
    id       text collate "C" primary key,
    event_id text collate "C" not null,
    endpoint text not null,
    attempts int not null,
    due_ms   bigint not null,
    forged   boolean not null
);

create index webhook_delivery_due on webhook_delivery (due_ms);
