-- What an accountant has signed must not change: from when on the books of a tenant are open is known to
-- every batch under the lock it takes first, and postings of later events count from then on at the
-- earliest. The head says whether anything was closed since a writer last looked, so that nobody asks.
create table truebook.books (
    tenant       text primary key,
    open_from    timestamptz not null,
    closed_index bigint not null
);
comment on column truebook.books.closed_index is
    'The event that closed what is before open_from: postings of later events cannot count from there.';

alter table truebook.ledger_head add column last_close bigint not null default 0;
comment on column truebook.ledger_head.last_close is
    'Index of the last event that closed a period, of whatever tenant; 0 for none.';

-- Only where a closed period moved an entry: when it would have counted from. Beside the posting, whose
-- rows would all be wider for it.
create table truebook.late_entry (
    global_index bigint primary key,
    tenant       text not null,
    original_at  timestamptz not null
);
create trigger append_only before update or delete or truncate on truebook.late_entry
    for each statement execute function truebook.refuse_change();
alter table truebook.late_entry enable always trigger append_only;

-- Whoever writes, an older release included: a closed period takes no posting of a later event.
create function truebook.refuse_closed_period() returns trigger language plpgsql as $$
declare
    late bigint;
begin
    if (select last_close from truebook.ledger_head) > 0 then
        select a.global_index into late
        from added a
        join truebook.books b on b.tenant = a.tenant
        where a.effective_at < b.open_from and a.global_index > b.closed_index
        limit 1;
        if found then
            raise exception 'the posting of event % counts from a closed period', late
                using errcode = 'check_violation';
        end if;
    end if;
    return null;
end
$$;
create trigger period_open after insert on truebook.posting
    referencing new table as added
    for each statement execute function truebook.refuse_closed_period();
alter table truebook.posting enable always trigger period_open;

create function truebook.refuse_reopening() returns trigger language plpgsql as $$
begin
    if new.open_from <= old.open_from or new.closed_index <= old.closed_index then
        raise exception 'a closed period is never opened again' using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger only_forward before update on truebook.books
    for each row execute function truebook.refuse_reopening();
create trigger never_removed before delete or truncate on truebook.books
    for each statement execute function truebook.refuse_change();

grant select, insert, update on truebook.books to truebook;
grant select, insert on truebook.late_entry to truebook;
