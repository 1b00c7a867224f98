-- A streaming processor must go on where it stopped, on whichever node, so its position is committed
-- together with what it wrote. Axon's columns under names of ours (see AxonWiring).
create table axon_token (
    processor_name text collate "C" not null,
    segment        integer          not null,
    token          bytea,
    token_type     text,
    updated_at     text,
    owner          text,
    primary key (processor_name, segment)
);

grant select, insert, update, delete on axon_token to truebook;
