-- A saga remembers what it waits for across restarts and nodes. Axon's columns under names of ours (see
-- AxonWiring); the second table answers "which sagas wait for this object", hence its index.
create table axon_saga (
    saga_id         text collate "C" primary key,
    saga_type       text,
    revision        text,
    serialized_saga bytea
);

create table axon_saga_association (
    id                bigint generated always as identity primary key,
    saga_id           text collate "C" not null,
    saga_type         text             not null,
    association_key   text collate "C" not null,
    association_value text collate "C"
);

create index axon_saga_association_lookup
    on axon_saga_association (saga_type, association_key, association_value);
create index axon_saga_association_saga on axon_saga_association (saga_id, saga_type);

grant select, insert, update, delete on axon_saga, axon_saga_association to truebook;
