-- Some providers close their books in numbered batches and write one file for each. A corrected file of a
-- batch replaces the whole earlier one, also rows it no longer has; and such rows say more than a gross and
-- a fee: the currency the payer paid in, the rate, and what the fee is made of.
alter table truebook.settlement_file add column batch_number bigint;
create index settlement_file_batch on truebook.settlement_file (tenant, connection, batch_number)
    where batch_number is not null;

alter table truebook.settlement_row
    add column row_type          text,
    add column charged_minor     bigint,
    add column charged_currency  text collate "C",
    add column exchange_rate     numeric,
    add column commission_minor  bigint,
    add column markup_minor      bigint,
    add column scheme_fees_minor bigint,
    add column interchange_minor bigint;
comment on column truebook.settlement_row.row_type is
    'The provider''s own word, where the category is ours.';
comment on column truebook.settlement_row.charged_minor is
    'What the payer paid, where that was in another currency than was settled.';

-- The row that counts for each balance transaction.
create or replace view truebook.settlement_row_current as
select r.file_id, r.line, r.tenant, r.connection, r.balance_transaction_id, r.category, r.created_at,
    r.available_at, r.currency, r.gross_minor, r.fee_minor, r.net_minor, r.source_id, r.charge_id,
    r.payment_intent_id, r.payout_id, r.charge_operation, r.refund_operation, f.sequence, f.sha256,
    r.row_type, r.charged_minor, r.charged_currency, r.exchange_rate
from truebook.settlement_row r
join truebook.settlement_file f on f.file_id = r.file_id
where not exists (
        select from truebook.settlement_row later
        join truebook.settlement_file lf on lf.file_id = later.file_id
        where later.tenant = r.tenant
            and later.connection = r.connection
            and later.balance_transaction_id = r.balance_transaction_id
            and lf.sequence > f.sequence
    )
    and not exists (
        select from truebook.settlement_file again
        where again.tenant = f.tenant
            and again.connection = f.connection
            and again.batch_number = f.batch_number
            and again.sequence > f.sequence
    );
