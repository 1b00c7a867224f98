-- A payout is proved by the rows it is made of, which are found by its id.
create index settlement_row_payout on truebook.settlement_row (tenant, connection, payout_id)
    where payout_id is not null;
