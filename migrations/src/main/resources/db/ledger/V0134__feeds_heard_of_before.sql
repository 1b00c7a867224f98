-- Who has listened to a provider since before feeds were read may have lost events long ago. Providers keep what they
-- list for 30 days, so that much is read once; a connection that is new begins with its first day.
insert into truebook.event_feed (connection, read_until, due_at)
with recursive heard as (
    select min(connection) as connection from truebook.provider_callback
    union all
    select (select min(c.connection) from truebook.provider_callback c where c.connection > h.connection)
    from heard h where h.connection is not null
)
select connection, now() - interval '30 days', now() from heard where connection is not null
on conflict (connection) do nothing;
