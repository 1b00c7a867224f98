-- Our clock may be ahead of the provider's. What is asked for next begins at the newest event that was seen, by the
-- clock that made it, or events of the time between would be passed over.
alter table truebook.event_feed add column newest_event_at timestamptz;
comment on column truebook.event_feed.newest_event_at is
    'When the newest event was made that was seen, as the provider says; the next pass reads back to it.';
