-- A payout that was matched by amount and date alone may be another one: whoever knows better says so, and it is never
-- matched again. The reverse is booked from this row, so that a crash between the two loses nothing.
create table truebook.bank_unmatch (
    entry_id     text collate "C" not null references truebook.bank_entry,
    tenant       text not null,
    connection   text not null,
    payout_id    text collate "C" not null,
    rule         text not null,
    matched_at   timestamptz not null,
    unmatched_at timestamptz not null,
    principal    text not null,
    reason       text not null,
    booked       boolean not null default false,
    primary key (entry_id, connection, payout_id)
);
create index bank_unmatch_unbooked on truebook.bank_unmatch (tenant) where not booked;
comment on column truebook.bank_unmatch.matched_at is
    'With rule: what the match was, whose row is gone, so that the entry can be another payout''s.';

grant select, insert on truebook.bank_unmatch to truebook;
grant update (booked) on truebook.bank_unmatch to truebook;
grant delete on truebook.bank_match to truebook;
