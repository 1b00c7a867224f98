-- What agrees is nearly all that a run keeps, 300 bytes a line, and nobody follows a figure of years ago to its rows. So
-- those lines may go after a time, those of differences and all totals never; and the run says that they went.
alter table truebook.reconciliation_run add column lines_pruned_at timestamptz,
    add column lines_are_whole boolean not null default true;
comment on column truebook.reconciliation_run.lines_pruned_at is
    'Since when its lines of what agrees are not kept; null: they are.';

comment on column truebook.reconciliation_run.lines_are_whole is
    'False once the last of those lines is gone: there is nothing left to prune.';
create index reconciliation_run_whole on truebook.reconciliation_run (period_to) where lines_are_whole;

create function truebook.refuse_pruning() returns trigger language plpgsql as $$
begin
    if exists (
        select from gone g
        left join truebook.reconciliation_run n on n.run_id = g.run_id
        where g.status <> 'matched' or n.lines_pruned_at is null)
    then
        raise exception 'only lines of what agrees go, and of runs that say so'
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end
$$;
create or replace trigger append_only before update or truncate on truebook.reconciliation_item
    for each statement execute function truebook.refuse_change();
alter table truebook.reconciliation_item enable always trigger append_only;
create trigger pruned_only after delete on truebook.reconciliation_item
    referencing old table as gone
    for each statement execute function truebook.refuse_pruning();
alter table truebook.reconciliation_item enable always trigger pruned_only;

grant delete on truebook.reconciliation_item to truebook;
grant update (lines_pruned_at, lines_are_whole) on truebook.reconciliation_run to truebook;
