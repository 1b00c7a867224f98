-- Triggers keep honest software from rewriting the journal, not somebody with full access to the
-- database. So each batch also says what the whole journal up to it hashes to, as the root of a Merkle tree
-- over all events (RFC 6962): one root, kept elsewhere, then proves every event before it, and a third party
-- can check both without the database.
--
-- Nodes of an earlier version know nothing of it and go on writing batches without a seal; the next node
-- that does catches up, because the size of the tree is kept with it.
alter table truebook.ledger_head add column frontier bytea;
comment on column truebook.ledger_head.frontier is
    'Size of the tree (8 bytes) and the roots of its complete subtrees, largest first (32 bytes each): all it takes to add a leaf. Null: nothing is sealed yet.';

create table truebook.journal_seal (
    batch_id      bigint primary key,
    previous_size bigint not null check (previous_size >= 0),
    tree_size     bigint not null check (tree_size > previous_size),
    root          bytea not null check (length(root) = 32)
);
comment on column truebook.journal_seal.previous_size is
    'Size of the tree at the seal before this one, so that a seal that is taken away is missed.';

-- Roots of complete subtrees of 256 leaves, of 256 of those, and so on: a proof over millions of events
-- then reads a few hundred rows.
create table truebook.journal_tile (
    level  smallint not null check (level > 0),
    number bigint not null check (number >= 0),
    hash   bytea not null check (length(hash) = 32),
    primary key (level, number)
);

create trigger append_only before update or delete or truncate on truebook.journal_seal
    for each statement execute function truebook.refuse_change();
alter table truebook.journal_seal enable always trigger append_only;
create trigger append_only before update or delete or truncate on truebook.journal_tile
    for each statement execute function truebook.refuse_change();
alter table truebook.journal_tile enable always trigger append_only;

grant select, insert on truebook.journal_seal, truebook.journal_tile to truebook;
