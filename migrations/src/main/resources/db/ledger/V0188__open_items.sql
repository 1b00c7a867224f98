-- What waits in a transit account has to be known item by item, with its age: a refund that no provider has answered, a
-- payout that no bank has confirmed, an amount nobody knows. Summing all postings by item would read the account's whole
-- history for the few that are open; an index by item would be kept by the one writer that everything waits for. So the
-- open ones are kept aside, merged block by block from postings that can no longer change, and taken out at zero.
create table truebook.open_item (
    account_id bigint not null,
    item       text collate "C" not null,
    currency   text collate "C" not null,
    tenant     text not null,
    net_minor  bigint not null check (net_minor <> 0),
    since      timestamptz not null,
    primary key (account_id, item, currency)
) with (fillfactor = 80);
comment on column truebook.open_item.net_minor is 'Posted credits less posted debits of the complete blocks.';
comment on column truebook.open_item.since is
    'When the first of what does not net out counts from, to the block: an item that was at zero between two blocks is new.';

create table truebook.open_item_progress (
    only_row   boolean primary key default true check (only_row),
    next_block bigint not null
);
insert into truebook.open_item_progress (next_block) values (0);

grant select, insert, update, delete on truebook.open_item to truebook;
grant select, update on truebook.open_item_progress to truebook;
