-- What stood on a busy account last month must not be added up from millions of postings, and the batch
-- that writes postings must not keep a second index of them. So totals are kept aside, written after the
-- fact from postings that can no longer change: one row per account, currency, hour the money counts from
-- and block of 4096 positions. Derived: it may be behind, or empty; answers add up the rest themselves.
create table truebook.posting_total (
    account_id      bigint not null,
    currency        text collate "C" not null,
    effective_hour  timestamptz not null,
    block           bigint not null,
    tenant          text not null,
    posted_debits   bigint not null,
    posted_credits  bigint not null,
    pending_debits  bigint not null,
    pending_credits bigint not null,
    posted_count    bigint not null,
    earliest_at     timestamptz not null,
    latest_at       timestamptz not null,
    primary key (account_id, currency, effective_hour, block)
);
comment on column truebook.posting_total.block is
    'Block b holds positions 4096 b + 1 to 4096 (b + 1); it is added up once the journal is past it.';
comment on column truebook.posting_total.latest_at is
    'With earliest_at: whether a moment falls between the row''s postings, which then have to be read.';

create table truebook.posting_total_progress (
    only_row   boolean primary key default true check (only_row),
    next_block bigint not null
);
insert into truebook.posting_total_progress (next_block) values (0);

grant select, insert, update, delete on truebook.posting_total to truebook;
grant select, update on truebook.posting_total_progress to truebook;
