-- Why: the simulated provider also plays Adyen, whose money is another account than Stripe's: its own
-- bookings, and events that only endpoints of that dialect receive.

alter table event add column dialect text not null default 'stripe';

create table adyen_booking (
    id                 text collate "C" primary key,
    seq                bigint generated always as identity,
    created_s          bigint not null,
    type               text not null,
    amount_minor       bigint not null,
    fee_minor          bigint not null,
    currency           text not null,
    merchant_account   text not null,
    merchant_reference text collate "C" not null,
    payment            text collate "C" not null,
    modification       text collate "C"
);

create index adyen_booking_of_payment on adyen_booking (payment);
