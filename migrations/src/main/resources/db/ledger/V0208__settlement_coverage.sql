-- Two quiet days are one file: header and no row, the same bytes. Each of its periods is kept, so
-- that a day known to be empty is not asked for again.
create table truebook.settlement_coverage (
    file_id     text collate "C" not null references truebook.settlement_file,
    covers_from timestamptz not null,
    covers_to   timestamptz not null,
    primary key (file_id, covers_from, covers_to)
);
comment on table truebook.settlement_coverage is
    'Further periods a file was the answer for, beside the one of settlement_file.';

grant select, insert on truebook.settlement_coverage to truebook;

create trigger append_only before update or delete or truncate on truebook.settlement_coverage
    for each statement execute function truebook.refuse_change();
alter table truebook.settlement_coverage enable always trigger append_only;
