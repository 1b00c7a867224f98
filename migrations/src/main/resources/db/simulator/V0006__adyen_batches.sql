-- Why: Adyen closes an account's books in numbered batches, each with a payout and a file of its rows; what
-- was closed must stay as it was, also its rate, however often its file is written.

alter table adyen_booking add column batch bigint;
alter table adyen_booking add column net_currency text;
alter table adyen_booking add column exchange_rate numeric;

create index adyen_booking_open on adyen_booking (merchant_account, seq) where batch is null;
create index adyen_booking_of_batch on adyen_booking (merchant_account, batch, seq);
