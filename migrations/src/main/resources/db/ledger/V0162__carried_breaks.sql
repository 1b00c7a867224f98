-- What a period leaves unresolved is looked at again by the runs of every later one, until it is settled: they find it
-- by an index, and not by reading old runs. Each line says what of it was there when its period began.
alter table truebook.reconciliation_break
    add column carried_to timestamptz not null default 'infinity';
update truebook.reconciliation_break set carried_to = '-infinity' where status = 'resolved';
comment on column truebook.reconciliation_break.carried_to is
    'Runs whose period begins before this time look at it again: infinity while it is not resolved, afterwards the '
    'end of the period that resolved it, so that a run made again carries what it carried.';
create index reconciliation_break_carried
    on truebook.reconciliation_break (tenant, connection, carried_to);

alter table truebook.reconciliation_item
    add column brought_forward_minor bigint not null default 0;
comment on column truebook.reconciliation_item.brought_forward_minor is
    'Provider less ledger when the period began, in the currency of the difference.';
