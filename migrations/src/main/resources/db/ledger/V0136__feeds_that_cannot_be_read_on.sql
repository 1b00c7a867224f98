-- A provider may not know the event any more at which reading is to go on, and then says no for ever. After some such
-- answers the pass begins anew.
alter table truebook.event_feed add column failure_count integer not null default 0;
comment on column truebook.event_feed.failure_count is
    'How often in a row the next page could not be had.';
