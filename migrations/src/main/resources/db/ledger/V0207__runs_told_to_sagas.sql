-- Runs of several connections are committed in another order than their numbers were given: one that was still being
-- written when a later one was read was never read. So each run says itself whether the sagas were told of it.
alter table truebook.reconciliation_run add column told_to_sagas boolean not null default false;
update truebook.reconciliation_run
set told_to_sagas = true
where sequence <= (select last_sequence from truebook.reconciliation_saga_run);
create index reconciliation_run_untold on truebook.reconciliation_run (sequence) where not told_to_sagas;
grant update (told_to_sagas) on truebook.reconciliation_run to truebook;
