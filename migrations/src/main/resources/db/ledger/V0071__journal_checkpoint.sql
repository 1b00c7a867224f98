-- A signed root is what others keep, so it is shown over HTTP from here, whichever node made it. The copies
-- that prove something against the owner of this database are the ones outside it.
create table truebook.journal_checkpoint (
    tree_size    bigint not null check (tree_size > 0),
    key_name     text collate "C" not null,
    root         bytea not null check (length(root) = 32),
    note         text not null,
    published_at timestamptz not null,
    primary key (tree_size, key_name)
);
comment on column truebook.journal_checkpoint.note is
    'The signed note, byte for byte (C2SP tlog-checkpoint).';

create trigger append_only before update or delete or truncate on truebook.journal_checkpoint
    for each statement execute function truebook.refuse_change();
alter table truebook.journal_checkpoint enable always trigger append_only;

grant select, insert on truebook.journal_checkpoint to truebook;
