-- Every operation of ours is followed until the provider agrees by two witnesses. Most begin and end within one batch of
-- events and are never here; a row is one that waits, and says by when. The transaction that moves the processor on writes it.
create table truebook.reconciliation_saga (
    operation_id  text collate "C" primary key,
    tenant        text not null,
    payment_id    text collate "C" not null,
    connection    text not null,
    kind          text not null check (kind in ('charge', 'capture', 'void', 'refund')),
    stage         text not null check (stage in ('requested', 'unknown', 'pending', 'answered')),
    amount_minor  bigint not null,
    currency      text collate "C" not null,
    requested_at  timestamptz not null,
    answered_by   text check (answered_by in ('call', 'callback', 'settlement')),
    answered_fact text,
    answered_at   timestamptz,
    held          boolean not null default false,
    broken        text,
    settled_by    text,
    due_at        timestamptz not null,
    revision      integer not null default 1,
    constraint reconciliation_saga_answer check ((stage = 'answered') = (answered_fact is not null))
) with (fillfactor = 80);
create index reconciliation_saga_payment on truebook.reconciliation_saga (payment_id);
create index reconciliation_saga_due on truebook.reconciliation_saga (due_at);
comment on column truebook.reconciliation_saga.answered_fact is
    'The fact the first witness told, with its amount: a second one has to tell the same.';
comment on column truebook.reconciliation_saga.broken is 'The code of the break that was opened of it.';
comment on column truebook.reconciliation_saga.settled_by is
    'A run that matched it while its break was open: the break has still to be closed.';
comment on column truebook.reconciliation_saga.revision is
    'Of what the columns mean. A node leaves rows of a revision it does not know to nodes that do.';

-- Up to where runs were read for what they matched, and up to when the clock has come.
create table truebook.reconciliation_saga_run (
    only_row      boolean primary key default true check (only_row),
    last_sequence bigint not null,
    looked_until  timestamptz not null default '-infinity'
);
comment on column truebook.reconciliation_saga_run.looked_until is
    'Whatever was due by then has been looked at.';
insert into truebook.reconciliation_saga_run (last_sequence) values (0);

grant select, insert, update, delete, truncate on truebook.reconciliation_saga to truebook;
grant select, update on truebook.reconciliation_saga_run to truebook;
