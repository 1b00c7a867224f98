-- What a provider says it settled, kept row by row: a report must be able to name the row behind every
-- figure, long after the file is gone. Only what is compared is kept; names, addresses and descriptions
-- of customers never leave the file.
create table truebook.settlement_file (
    file_id     text collate "C" primary key,
    sequence    bigint generated always as identity,
    tenant      text not null,
    connection  text not null,
    sha256      text not null,
    report_type text not null,
    source      text not null check (source in ('upload', 'report_run')),
    covers_from timestamptz,
    covers_to   timestamptz,
    row_count   bigint not null,
    answer      bytea not null,
    imported_at timestamptz not null,
    constraint settlement_file_once unique (tenant, connection, sha256)
);
comment on column truebook.settlement_file.sequence is
    'Of two rows with one balance transaction id the one of the later file counts: files are re-issued.';
comment on column truebook.settlement_file.covers_to is
    'Known for files we asked for: the end of what the provider could know when it wrote the file.';
comment on column truebook.settlement_file.answer is
    'What the first upload was answered; the same bytes answer every later one.';

create table truebook.settlement_row (
    file_id                text collate "C" not null references truebook.settlement_file
        deferrable initially deferred,
    line                   bigint not null,
    tenant                 text not null,
    connection             text not null,
    balance_transaction_id text collate "C" not null,
    category               text not null,
    created_at             timestamptz not null,
    available_at           timestamptz,
    currency               text collate "C" not null,
    gross_minor            bigint not null,
    fee_minor              bigint not null,
    net_minor              bigint not null,
    source_id              text collate "C",
    charge_id              text collate "C",
    payment_intent_id      text collate "C",
    payout_id              text collate "C",
    charge_operation       text collate "C",
    refund_operation       text collate "C",
    primary key (file_id, line),
    constraint settlement_row_once unique (file_id, balance_transaction_id),
    constraint settlement_row_adds_up check (net_minor = gross_minor - fee_minor)
);
create index settlement_row_transaction
    on truebook.settlement_row (tenant, connection, balance_transaction_id);
create index settlement_row_created on truebook.settlement_row (tenant, connection, created_at);
create index settlement_row_charge_operation
    on truebook.settlement_row (tenant, connection, charge_operation);
create index settlement_row_source on truebook.settlement_row (tenant, connection, source_id);
create index settlement_row_charge on truebook.settlement_row (tenant, connection, charge_id);

-- The row that counts for each balance transaction.
create view truebook.settlement_row_current as
select r.*, f.sequence, f.sha256
from truebook.settlement_row r
join truebook.settlement_file f on f.file_id = r.file_id
where not exists (
    select from truebook.settlement_row later
    join truebook.settlement_file lf on lf.file_id = later.file_id
    where later.tenant = r.tenant
        and later.connection = r.connection
        and later.balance_transaction_id = r.balance_transaction_id
        and lf.sequence > f.sequence
);

create trigger append_only before update or delete or truncate on truebook.settlement_row
    for each statement execute function truebook.refuse_change();
alter table truebook.settlement_row enable always trigger append_only;

-- Reports look for postings by the day they count for. Times rise with the table, so that a block range
-- index finds them and costs the writer next to nothing.
create index posting_effective on truebook.posting using brin (effective_at)
    with (pages_per_range = 32, autosummarize = on);

grant select, insert on
    truebook.settlement_file, truebook.settlement_row, truebook.settlement_row_current to truebook;
