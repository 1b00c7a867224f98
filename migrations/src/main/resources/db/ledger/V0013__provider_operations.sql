-- An intent to call a provider is durable with the event that decides it, so a crash between the two
-- can neither lose a call nor invent one.
create table truebook.provider_operation (
    operation_id    text collate "C" primary key,
    tenant          text not null,
    payment_id      text collate "C" not null,
    connection      text not null,
    kind            text not null,
    state           text not null default 'open' check (state in ('open', 'closed')),
    origin          text not null,
    transaction_id  text collate "C" not null,
    after_operation text collate "C",
    due_at          timestamptz not null,
    lease_until     timestamptz,
    attempt_count   integer not null default 0,
    opened_index    bigint not null,
    closed_index    bigint
) with (fillfactor = 70);
create index provider_operation_due on truebook.provider_operation (due_at) where state = 'open';
create index provider_operation_payment on truebook.provider_operation (payment_id);

-- One provider object belongs to one payment: the second claim to it fails, whatever channel it came by.
create table truebook.provider_reference (
    connection  text not null,
    object_kind text not null,
    object_id   text collate "C" not null,
    tenant      text not null,
    payment_id  text collate "C" not null,
    primary key (connection, object_id, object_kind)
);
create index provider_reference_payment on truebook.provider_reference (payment_id);

create function truebook.refuse_second_owner() returns trigger language plpgsql as $$
begin
    raise exception 'provider object % belongs to payment %', old.object_id, old.payment_id
        using errcode = 'unique_violation';
end
$$;
create trigger one_owner before update on truebook.provider_reference
    for each row execute function truebook.refuse_second_owner();
alter table truebook.provider_reference enable always trigger one_owner;

grant select, insert, update on truebook.provider_operation to truebook;
grant select, insert, update on truebook.provider_reference to truebook;
