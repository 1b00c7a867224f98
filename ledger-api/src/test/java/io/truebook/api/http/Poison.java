package io.truebook.api.http;

import io.truebook.testing.TestDatabase;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes PostgreSQL refuse the list's rows of chosen merchants, as a bug in a read model would, and
 * writes down which transaction parked an event and which moved a processor.
 */
final class Poison {

    private final JdbcClient owner;

    private Poison(DataSource owner) {
        this.owner = JdbcClient.create(owner);
    }

    static Poison of(TestDatabase database) {
        var poison = new Poison(database.ownerDataSource());
        poison.owner
                .sql(
                        """
                        create table if not exists poison (merchant text primary key);
                        create table if not exists trace (what text, xid xid8);
                        create sequence if not exists poison_tries;
                        grant select on poison to truebook;
                        grant insert, select on trace to truebook;
                        grant usage on sequence poison_tries to truebook;
                        create or replace function refuse_poison() returns trigger language plpgsql
                        as $$ begin
                            if exists (select from truebook.poison where merchant = new.merchant)
                            then
                                perform nextval('truebook.poison_tries');
                                perform pg_sleep(0.2);
                                raise exception 'poison of Jane Doe';
                            end if;
                            return new;
                        end $$;
                        create or replace trigger refuse_poison before insert or update
                            on payment_summary for each row execute function refuse_poison();
                        create or replace function trace() returns trigger language plpgsql as $$
                        begin
                            insert into truebook.trace values (tg_table_name, pg_current_xact_id());
                            return null;
                        end $$;
                        create or replace trigger trace after insert on dead_letter
                            for each row execute function trace();
                        create or replace trigger trace after update on axon_token
                            for each row when (old.token is distinct from new.token)
                            execute function trace();
                        """)
                .update();
        return poison;
    }

    void add(String merchant) {
        owner.sql("insert into poison values (?)").param(merchant).update();
    }

    void remove(String merchant) {
        owner.sql("delete from poison where merchant = ?").param(merchant).update();
    }

    /** How often the database has refused, whatever was rolled back since. */
    long tries() {
        return owner.sql("select last_value from poison_tries").query(Long.class).single();
    }

    /** Transactions that parked an event and did not move the token of its processor. */
    long parkedWithoutToken() {
        return owner.sql(
                        """
                        select count(*) from trace p where what = 'dead_letter' and not exists (
                            select from trace t where t.what = 'axon_token' and t.xid = p.xid)
                        """)
                .query(Long.class)
                .single();
    }

    long parked() {
        return owner.sql("select count(*) from trace where what = 'dead_letter'")
                .query(Long.class)
                .single();
    }
}
