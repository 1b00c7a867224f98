-- What people and rules have decided about a break is in the journal; this row is what of it lists and workers ask
-- for, written in the commit of each event. What runs find stays in reconciliation_break: neither writes the other's.
create table truebook.break_case (
    break_id      text collate "C" primary key,
    tenant        text not null,
    connection    text not null,
    status        text not null check (status in ('open', 'proposed', 'approved', 'applying', 'resolved',
        'confirmed', 'dismissed')),
    owner         text,
    decided_at    timestamptz not null,
    due_at        timestamptz not null,
    updated_index bigint not null
) with (fillfactor = 70);
create index break_case_due on truebook.break_case (due_at) where due_at < 'infinity';
comment on column truebook.break_case.due_at is
    'When a worker has to look at it: to do what was approved, or whether the provider has told the same. '
    'A worker that takes it moves this on, so that nobody else does while it works.';

grant select, insert, update on truebook.break_case to truebook;
