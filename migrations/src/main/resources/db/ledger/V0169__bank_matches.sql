-- Which entry of a bank statement is which payout is decided once and booked from this row: whoever dies in between leaves
-- the row, and the next one books it under the same transaction id.
create table truebook.bank_match (
    entry_id   text collate "C" primary key references truebook.bank_entry,
    tenant     text not null,
    connection text not null,
    payout_id  text collate "C" not null,
    rule       text not null check (rule in ('payout_id', 'trace_id', 'batch_number', 'amount_and_date')),
    matched_at timestamptz not null,
    booked     boolean not null default false
);
create index bank_match_unbooked on truebook.bank_match (tenant) where not booked;
create index bank_match_payout on truebook.bank_match (tenant, connection, payout_id);
comment on column truebook.bank_match.rule is 'What named the payout: its id, or its amount alone.';

grant select, insert on truebook.bank_match to truebook;
grant update (booked) on truebook.bank_match to truebook;
