-- Why: the simulated provider must remember every charge and refund it ever made, independently of the
-- ledger, so that a killed ledger cannot kill the evidence it is later reconciled against.

create table provider_object (
    id             text collate "C" primary key,
    seq            bigint generated always as identity,
    kind           text not null,
    created_s      bigint not null,
    payment_intent text collate "C",
    charge         text collate "C",
    body           text not null
) with (fillfactor = 85);

create index provider_object_listing on provider_object (kind, created_s, seq);
create index provider_object_of_payment on provider_object (payment_intent)
    where payment_intent is not null;
create index provider_object_of_charge on provider_object (charge) where charge is not null;

create table object_metadata (
    object_id text collate "C" not null,
    name      text collate "C" not null,
    value     text collate "C" not null,
    primary key (object_id, name)
);

create index object_metadata_search on object_metadata (name, value);

-- Money movements are typed columns, not documents: reports and balances are sums over them.
create table balance_transaction (
    id                 text collate "C" primary key,
    seq                bigint generated always as identity,
    created_s          bigint not null,
    available_on_s     bigint not null,
    type               text not null,
    reporting_category text not null,
    amount_minor       bigint not null,
    fee_minor          bigint not null,
    currency           text not null,
    source             text collate "C" not null,
    charge             text collate "C",
    payment_intent     text collate "C",
    payout             text collate "C",
    description        text
);

create index balance_transaction_listing on balance_transaction (created_s, seq);
create index balance_transaction_of_source on balance_transaction (source);
create index balance_transaction_of_payout on balance_transaction (payout)
    where payout is not null;
create index balance_transaction_unpaid on balance_transaction (currency) where payout is null;
