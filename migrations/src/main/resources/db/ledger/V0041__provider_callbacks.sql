-- What a provider tells us is kept as it came before it is answered: a 2xx is a promise that it will be
-- worked on, also after a crash. The same event twice is one row, whoever delivers it again.
create table truebook.provider_callback (
    callback_id   bigint generated always as identity primary key,
    tenant        text not null,
    connection    text not null,
    event_id      text collate "C" not null,
    event_type    text not null,
    subject       text collate "C" not null,
    payment_id    text collate "C",
    body          bytea not null,
    status        text not null check (status in ('received', 'done', 'orphan', 'parked', 'dead')),
    step          text not null default 'facts' check (step in ('facts', 'fee')),
    reason        text,
    claim_count   integer not null default 0,
    failure_count integer not null default 0,
    received_at   timestamptz not null,
    due_at        timestamptz not null,
    lease_until   timestamptz,
    finished_at   timestamptz,
    constraint provider_callback_once unique (connection, event_id)
) with (fillfactor = 80);
comment on column truebook.provider_callback.subject is
    'What it is about at the provider; callbacks about the same thing are worked in order.';
comment on column truebook.provider_callback.status is
    'orphan: about no payment of ours, tried again for a while; parked: not for us to book; dead: kept failing.';
comment on column truebook.provider_callback.step is
    'fee: its facts are booked, only the fee has still to be asked for.';
create index provider_callback_due on truebook.provider_callback (due_at)
    where status in ('received', 'orphan');
create index provider_callback_order on truebook.provider_callback (connection, subject, callback_id)
    where status = 'received' and step = 'facts';
create index provider_callback_payment on truebook.provider_callback (payment_id);

grant select, insert, update on truebook.provider_callback to truebook;
