-- The application must not be able to rewrite the journal even when its own code is wrong, so it never
-- works as the owner of the tables: the owner migrates, the role "truebook" only gets what each later
-- migration grants it. The simulated provider has a role and a schema of its own, because evidence that
-- the ledger could touch would prove nothing.
--
-- Where an administrator (or our own start-up code) has already made the roles, with a login and a
-- password, they are left as they are. Otherwise they are made here without a login and granted to whoever
-- migrates, so that a single database login is enough to try Truebook on an existing server.
do
$$
    declare
        wanted text;
    begin
        foreach wanted in array array ['truebook', 'simulator']
            loop
                if not exists (select from pg_roles where rolname = wanted) then
                    execute format('create role %I nologin', wanted);
                    execute format('grant %I to %I', wanted, current_user);
                end if;
            end loop;
    end
$$;

-- Flyway has made schema "truebook" by now: its own history lives there.
grant usage on schema truebook to truebook;

create schema if not exists simulator;
grant usage, create on schema simulator to simulator;
