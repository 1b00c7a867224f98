-- What our bank says of our account, entry by entry: the third side, on which payouts have to arrive. An entry is known by
-- the bank's own reference or, where it gives none, by all that the statement says of it, so that the same entry in two
-- statements is one.
create table truebook.bank_statement (
    statement_id text collate "C" primary key,
    tenant       text not null,
    sha256       text not null,
    format       text not null check (format in ('csv', 'camt.053')),
    first_day    date,
    last_day     date,
    answer       bytea not null,
    imported_at  timestamptz not null
);
create index bank_statement_tenant on truebook.bank_statement (tenant, first_day);

create table truebook.bank_entry (
    entry_id     text collate "C" primary key,
    tenant       text not null,
    statement_id text collate "C" not null references truebook.bank_statement,
    account      text collate "C" not null,
    booked_on    date not null,
    amount_minor bigint not null check (amount_minor <> 0),
    currency     text collate "C" not null,
    words        text not null
);
create index bank_entry_day on truebook.bank_entry (tenant, booked_on);
comment on column truebook.bank_entry.amount_minor is 'Above zero where the account was credited.';
comment on column truebook.bank_entry.words is
    'The bank''s reference and the remittance information; no name of anybody.';

create trigger append_only before update or delete or truncate on truebook.bank_statement
    for each statement execute function truebook.refuse_change();
alter table truebook.bank_statement enable always trigger append_only;
create trigger append_only before update or delete or truncate on truebook.bank_entry
    for each statement execute function truebook.refuse_change();
alter table truebook.bank_entry enable always trigger append_only;

grant select, insert on truebook.bank_statement, truebook.bank_entry to truebook;
