package io.truebook.projection.benchmark;

import io.truebook.testing.TestDatabase;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Random;

/**
 * Years of transfers, written by set-based SQL: every row that the commands would have written, in
 * the same forms and lengths, with balances that are the fold of the postings.
 *
 * <p>Indexes are made after the rows, as after a restore. The seals are made up: only their number
 * and size matter to the next batch.
 */
final class LongHistory {

    private static final int CHUNK = 500_000;
    private static final int BATCH = 32;

    private static final String WITHOUT_INDEXES =
            """
            alter system set max_wal_size = '16GB';
            select pg_reload_conf();
            alter table truebook.posting disable trigger all;
            alter table truebook.journal_event drop constraint journal_event_pkey,
                drop constraint journal_event_once, drop constraint journal_event_sequence;
            alter table truebook.posting drop constraint posting_pkey;
            drop index truebook.posting_of_account;
            alter table truebook.transaction_register drop constraint transaction_register_pkey
            """;

    private static final String WITH_INDEXES =
            """
            set maintenance_work_mem = '1GB';
            alter table truebook.journal_event
                add constraint journal_event_pkey primary key (global_index),
                add constraint journal_event_once unique (event_id),
                add constraint journal_event_sequence unique (aggregate_id, sequence_number);
            alter table truebook.posting add constraint posting_pkey primary key (global_index, leg);
            create index posting_of_account on truebook.posting (account_id, global_index, leg);
            alter table truebook.transaction_register
                add constraint transaction_register_pkey
                primary key (tenant, transaction_id, origin);
            alter table truebook.posting enable trigger all;
            alter table truebook.posting enable always trigger append_only;
            alter table truebook.posting enable always trigger balanced;
            alter system reset max_wal_size;
            select pg_reload_conf()
            """;

    /** The transfers n of a chunk: two of the accounts, an amount, and names as ours makes them. */
    private static final String TRANSFERS =
            """
            with transfer as materialized (
                select n, 1 + n * 7919 %% %3$d as one, 1 + (n * 7919 + 1) %% %3$d as other,
                    1 + n * 31 %% 10000 as amount, 'tr_h' || lpad(n::text, 15, '0') as id,
                    substr(md5(n::text), 1, 16) as tx,
                    timestamptz '2026-01-01' + n * interval '1 millisecond' as at
                from generate_series(%1$d::bigint, %2$d) n)
            """;

    private static final String EVENTS =
            TRANSFERS
                    + """
                    insert into truebook.journal_event (global_index, tenant, aggregate_type,
                        aggregate_id, sequence_number, event_id, event_type, event_revision,
                        recorded_at, payload, metadata)
                    select n, 'default', 'TransferAggregate', id, 0,
                        '01a00000-0000-7' || substr(tx, 1, 3) || '-a' || substr(tx, 4, 3) || '-'
                            || lpad(to_hex(n), 12, '0'),
                        'moved', 1, at,
                        convert_to(format('{"amount":{"currency":"EUR","minor":%%s},"credit":'
                            || '"merchant:m-%%s:payable","debit":"merchant:m-%%s:payable",'
                            || '"transfer_id":"%%s"}', amount, one, other, id), 'UTF8'),
                        convert_to(format('{"origin":"api","principal":"benchmark","tenant":'
                            || '"default","transaction_id":"%%s"}', tx), 'UTF8')
                    from transfer\
                    """;

    private static final String REGISTER =
            TRANSFERS
                    + """
                    insert into truebook.transaction_register (tenant, origin, transaction_id,
                        command_name, principal, fields_version, fields, first_index, last_index,
                        position)
                    select 'default', 'api', tx, 'Move', 'benchmark', 1,
                        E'amount=h\\nmerchant=h\\n', n, n, n from transfer\
                    """;

    private static final String POSTINGS =
            TRANSFERS
                    + """
                    insert into truebook.posting (global_index, leg, tenant, account_id, currency,
                        layer, side, amount_minor, balance_minor, available_minor, item,
                        effective_at)
                    select n, leg, 'default', case leg when 0 then other else one end, 'EUR',
                        'posted', case leg when 0 then 'debit' else 'credit' end, amount, n, n, id,
                        timestamptz '1970-01-01'
                    from transfer, generate_series(0, 1) leg order by n, leg\
                    """;

    private static final String REST =
            """
            insert into truebook.journal_batch (batch_id, writer, first_index, last_index,
                committed_at)
            select b, 'history', (b - 1) * :batch + 1, b * :batch, timestamptz '2026-01-01'
            from generate_series(1, :events / :batch) b;
            insert into truebook.journal_seal (batch_id, previous_size, tree_size, root)
            select b, (b - 1) * :batch, b * :batch,
                decode(md5(b::text) || md5((-b)::text), 'hex')
            from generate_series(1, :events / :batch) b;
            insert into truebook.journal_tile (level, number, hash)
            select 1, t, decode(md5(t::text) || md5((-t)::text), 'hex')
            from generate_series(0, :events / 256 - 1) t;
            update truebook.account_balance b set posted_debits = f.debits,
                posted_credits = f.credits, version = f.version, updated_index = f.last
            from (select account_id, max(global_index) as last, count(*) as version,
                    coalesce(sum(amount_minor) filter (where side = 'debit'), 0) as debits,
                    coalesce(sum(amount_minor) filter (where side = 'credit'), 0) as credits
                from truebook.posting group by account_id) f
            where f.account_id = b.account_id;
            update truebook.ledger_head set last_index = :events, last_batch = :events / :batch,
                frontier = decode(':frontier', 'hex')
            """;

    private LongHistory() {}

    /**
     * Writes events 1 to {@code events} into an empty journal.
     *
     * @param events a multiple of 32
     */
    static void write(TestDatabase database, int events, int accounts) {
        int whole = events / BATCH * BATCH;
        try (var connection = database.connectAsSuperuser();
                var statement = connection.createStatement()) {
            for (var sql : WITHOUT_INDEXES.split(";")) {
                statement.execute(sql);
            }
            for (int first = 1; first <= whole; first += CHUNK) {
                int last = Math.min(first + CHUNK - 1, whole);
                for (var rows : new String[] {EVENTS, REGISTER, POSTINGS}) {
                    statement.execute(rows.formatted(first, last, accounts));
                }
            }
            for (var sql : WITH_INDEXES.split(";")) {
                statement.execute(sql);
            }
            statement.execute(
                    REST.replace(":events", Integer.toString(whole))
                            .replace(":batch", Integer.toString(BATCH))
                            .replace(":frontier", frontier(whole)));
            statement.execute("vacuum (analyze, freeze)");
            statement.execute("checkpoint");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Of a tree of this size: the size, and a made-up root for each complete subtree. */
    private static String frontier(long size) {
        var bytes = new byte[8 + 32 * Long.bitCount(size)];
        new Random(size).nextBytes(bytes);
        ByteBuffer.wrap(bytes).putLong(size);
        return HexFormat.of().formatHex(bytes);
    }
}
