-- A webhook can be lost for ever. Providers that keep a list of their events are asked for it, so it has to be
-- known, after a crash and on every node, up to when everything was read, and who is reading.
create table truebook.event_feed (
    connection    text primary key,
    read_until    timestamptz not null,
    pass_since    timestamptz,
    pass_began_at timestamptz,
    cursor        text collate "C",
    due_at        timestamptz not null,
    lease_until   timestamptz,
    event_count   bigint not null default 0,
    new_count     bigint not null default 0
) with (fillfactor = 50);
comment on column truebook.event_feed.read_until is
    'Every event the provider made before it was read; what came later may be missing.';
comment on column truebook.event_feed.cursor is
    'Where the pass under way goes on; a pass reads from the newest event back to pass_since.';
comment on column truebook.event_feed.new_count is
    'Events no webhook had brought.';

grant select, insert, update on truebook.event_feed to truebook;
