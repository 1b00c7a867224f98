-- A callback that tells what is known already leaves no event, and yet it is the second witness. What it told is kept
-- beside it, so that witnesses are found without reading bodies again.
alter table truebook.provider_callback
    add column told text[] collate "C" not null default '{*}';
comment on column truebook.provider_callback.told is
    'Facts it told, with their amounts; *: nobody kept what it told.';
