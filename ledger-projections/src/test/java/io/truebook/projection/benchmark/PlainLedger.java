package io.truebook.projection.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import io.truebook.projection.store.CommandContext;
import io.truebook.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.axonframework.messaging.MetaData;

/**
 * The floor: what anybody would write first. One PL/pgSQL function per transfer, called over JDBC,
 * with an idempotency table, an event row of the same bytes and two balances locked in the order of
 * accounts, last, so that a hot one is held as briefly as can be. One round trip, one commit.
 */
final class PlainLedger implements ClosedLoop.Ledger, AutoCloseable {

    private static final String SCHEMA =
            """
            create table truebook.plain_event (
                index bigint generated always as identity primary key, tenant text not null,
                aggregate_type text, aggregate_id text collate "C" not null,
                sequence_number bigint not null, event_id text collate "C" not null unique,
                event_type text not null, event_revision integer not null,
                recorded_at timestamptz not null, payload bytea not null, metadata bytea not null,
                unique (aggregate_id, sequence_number));
            create table truebook.plain_idempotency (
                tenant text not null, origin text not null,
                transaction_id text collate "C" not null, command_name text not null,
                principal text not null, fields_version integer not null, fields text not null,
                event_index bigint not null, primary key (tenant, transaction_id, origin));
            create table truebook.plain_balance (like truebook.account_balance including all)
                with (fillfactor = 70);
            insert into truebook.plain_balance select * from truebook.account_balance;
            create table truebook.plain_entry (like truebook.posting including defaults including indexes);
            grant select, insert, update on truebook.plain_event, truebook.plain_idempotency,
                truebook.plain_balance, truebook.plain_entry to truebook;
            grant usage on all sequences in schema truebook to truebook;
            """;

    private static final String FUNCTION =
            """
            create function truebook.plain_transfer(p_tenant text, p_origin text, p_id text,
                p_command text, p_principal text, p_fields text, p_debit text, p_credit text,
                p_amount bigint, p_currency text, p_aggregate text, p_event text, p_payload bytea,
                p_metadata bytea, p_entries boolean) returns bigint language plpgsql as $$
            declare
                v_debit bigint; v_credit bigint; v_index bigint;
                v_debit_balance bigint; v_credit_balance bigint;
            begin
                select event_index into v_index from truebook.plain_idempotency
                    where tenant = p_tenant and transaction_id = p_id and origin = p_origin;
                if found then
                    return v_index;
                end if;
                insert into truebook.plain_event (tenant, aggregate_type, aggregate_id,
                    sequence_number, event_id, event_type, event_revision, recorded_at, payload,
                    metadata) values (p_tenant, 'TransferAggregate', p_aggregate, 0, p_event,
                    'moved', 1, clock_timestamp(), p_payload, p_metadata)
                    returning index into v_index;
                insert into truebook.plain_idempotency values (p_tenant, p_origin, p_id, p_command,
                    p_principal, 1, p_fields, v_index);
                select account_id into strict v_debit from truebook.account
                    where tenant = p_tenant and name = p_debit;
                select account_id into strict v_credit from truebook.account
                    where tenant = p_tenant and name = p_credit;
                perform from truebook.plain_balance where account_id in (v_debit, v_credit)
                    and currency = p_currency order by account_id for update;
                update truebook.plain_balance set posted_debits = posted_debits + p_amount,
                    version = version + 1, updated_index = v_index
                    where account_id = v_debit and currency = p_currency
                    returning posted_credits - posted_debits into v_debit_balance;
                update truebook.plain_balance set posted_credits = posted_credits + p_amount,
                    version = version + 1, updated_index = v_index
                    where account_id = v_credit and currency = p_currency
                    returning posted_credits - posted_debits into v_credit_balance;
                if p_entries then
                    insert into truebook.plain_entry values
                        (v_index, 0, p_tenant, v_debit, p_currency, 'posted', 'debit', p_amount,
                            v_debit_balance, v_debit_balance, p_aggregate, clock_timestamp()),
                        (v_index, 1, p_tenant, v_credit, p_currency, 'posted', 'credit', p_amount,
                            v_credit_balance, v_credit_balance, p_aggregate, clock_timestamp());
                end if;
                return v_index;
            end
            $$
            """;

    private static final String CALL =
            "select truebook.plain_transfer(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final TestDatabase database = TestDatabase.fresh();
    private final HikariDataSource pool = new HikariDataSource();
    private final boolean entries;

    /**
     * @param entries whether it also writes two entries, as ours writes two postings; a floor that
     *     keeps balances and events only has less to do
     */
    PlainLedger(int accounts, int poolSize, boolean entries) {
        this.entries = entries;
        MeasuredLedger.openAccounts(database, accounts);
        MeasuredLedger.execute(database, SCHEMA);
        MeasuredLedger.execute(database, FUNCTION);
        MeasuredLedger.execute(database, "vacuum analyze");
        pool.setJdbcUrl(database.url());
        pool.setUsername(TestDatabase.ROLE);
        pool.setPassword(TestDatabase.PASSWORD);
        pool.setMaximumPoolSize(poolSize);
        pool.setConnectionTimeout(60_000);
        pool.addDataSourceProperty("prepareThreshold", "1");
    }

    TestDatabase database() {
        return database;
    }

    @Override
    public void send(TransferAggregate.Move move, CommandContext context) {
        var event =
                new TransferAggregate.Moved(
                        move.transferId(), move.amount(), move.debit(), move.credit());
        var payload = MeasuredLedger.JSON.serialize(event, byte[].class).getData();
        var kept = MetaData.from(context.eventMetaData());
        var metaData = MeasuredLedger.JSON.serialize(kept, byte[].class).getData();
        try (var connection = pool.getConnection()) {
            call(connection, move, context, payload, metaData);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void call(
            Connection connection,
            TransferAggregate.Move move,
            CommandContext context,
            byte[] payload,
            byte[] metaData)
            throws SQLException {
        try (var call = connection.prepareStatement(CALL)) {
            call.setString(1, context.tenant());
            call.setString(2, context.origin());
            call.setString(3, context.transaction().id());
            call.setString(4, context.commandName());
            call.setString(5, context.principal());
            call.setString(6, "amount=h\nmerchant=h\n");
            call.setString(7, move.debit());
            call.setString(8, move.credit());
            call.setLong(9, move.amount().minor());
            call.setString(10, move.amount().currency().code());
            call.setString(11, move.transferId());
            call.setString(12, "01a1fd73-0000-7000-8000-" + move.transferId().substring(7));
            call.setBytes(13, payload);
            call.setBytes(14, metaData);
            call.setBoolean(15, entries);
            call.execute();
        }
    }

    @Override
    public void close() {
        pool.close();
        database.close();
    }
}
