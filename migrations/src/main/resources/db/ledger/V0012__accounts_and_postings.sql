-- Double entry: balances change in the commit of the event that moves them, and every change is a
-- posting that names its event. A set of postings that does not balance cannot be stored by anybody.
create table truebook.account (
    account_id    bigint primary key,
    tenant        text not null,
    name          text collate "C" not null,
    type          text not null,
    normal_side   text not null check (normal_side in ('debit', 'credit')),
    floor_minor   bigint,
    ceiling_minor bigint,
    unique (tenant, name)
);
comment on column truebook.account.floor_minor is
    'Least available amount a client''s command may leave, in minor units of each currency; null: none.';

-- Room on each page keeps an update on its page, without touching the index.
create table truebook.account_balance (
    account_id      bigint not null,
    currency        text collate "C" not null,
    tenant          text not null,
    posted_debits   bigint not null,
    posted_credits  bigint not null,
    pending_debits  bigint not null,
    pending_credits bigint not null,
    version         bigint not null,
    updated_index   bigint not null,
    primary key (account_id, currency)
) with (fillfactor = 70);
comment on column truebook.account_balance.version is
    'Number of postings the balance is made of.';

create table truebook.posting (
    global_index    bigint not null,
    leg             smallint not null,
    tenant          text not null,
    account_id      bigint not null,
    currency        text collate "C" not null,
    layer           text not null check (layer in ('posted', 'hold', 'hold_release')),
    side            text not null check (side in ('debit', 'credit')),
    amount_minor    bigint not null check (amount_minor > 0),
    balance_minor   bigint not null,
    available_minor bigint not null,
    item            text collate "C" not null,
    effective_at    timestamptz not null,
    primary key (global_index, leg)
);
comment on column truebook.posting.balance_minor is
    'Posted balance of account and currency after this posting, positive on the normal side.';
create index posting_of_account on truebook.posting (account_id, global_index, leg);

create trigger append_only before update or delete or truncate on truebook.posting
    for each statement execute function truebook.refuse_change();
alter table truebook.posting enable always trigger append_only;

-- One check per statement over the rows it adds: a trigger per row would cost more than the insert.
create function truebook.require_balanced() returns trigger language plpgsql as $$
declare
    event bigint;
begin
    select global_index into event
    from added
    group by global_index, currency, layer
    having sum(case side when 'debit' then amount_minor else -amount_minor end) <> 0
        or min(tenant) <> max(tenant)
    limit 1;
    if found then
        raise exception 'the postings of event % do not balance', event
            using errcode = 'check_violation';
    end if;
    return null;
end
$$;
create trigger balanced after insert on truebook.posting
    referencing new table as added
    for each statement execute function truebook.require_balanced();
alter table truebook.posting enable always trigger balanced;

grant select, insert on truebook.posting, truebook.account to truebook;
grant update (floor_minor, ceiling_minor) on truebook.account to truebook;
grant select, insert, update on truebook.account_balance to truebook;
