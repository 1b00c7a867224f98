-- contract: older nodes keep files apart by their id, which is made of the hash. One that another
-- has replaced may come again and count again; its id is then made of the file it came after, too.
alter table truebook.settlement_file drop constraint settlement_file_once;

create index settlement_file_by_hash on truebook.settlement_file (tenant, connection, sha256);

-- A row is not booked whose break somebody has repaired, or is about to.
create index reconciliation_break_of_row on truebook.reconciliation_break (balance_transaction_id)
    where balance_transaction_id is not null;
