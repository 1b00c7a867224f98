package io.truebook.api.benchmark;

import io.truebook.testing.TestDatabase;
import java.sql.SQLException;

/**
 * A day of charges and the file that settles them, written by set-based SQL in the forms and
 * lengths the ledger writes: of each charge the request, the capture and the fee with their
 * postings, two provider objects, and one settlement row.
 *
 * <p>Nine rows of ten name our operation, the tenth is found by the provider's object. Of each
 * thousand one charge has no row, one row is of a charge nobody knows, and one has another amount.
 */
final class SettledHistory {

    private static final int CHUNK = 250_000;

    private static final String CHARGES =
            """
            with charge as materialized (
                select n, 'ch_b' || lpad(n::text, 25, '0') as id, md5(n::text) as hash,
                    1000 + n * 31 %% 100000 as amount, 30 + n * 7 %% 1000 as fee,
                    timestamptz '2026-11-20 00:00:01Z' + n * interval '80 microseconds' as at
                from generate_series(%1$d::bigint, %2$d) n)
            """;

    private static final String EVENTS =
            CHARGES
                    + """
                    insert into truebook.journal_event (global_index, tenant, aggregate_type,
                        aggregate_id, sequence_number, event_id, event_type, event_revision,
                        recorded_at, payload, metadata)
                    select n * 3 - 2 + s, 'default', 'PaymentAggregate', id, s,
                        '01a00000-0000-7' || substr(hash, 1, 3) || '-a' || s || substr(hash, 5, 2)
                            || '-' || lpad(to_hex(n), 12, '0'),
                        (array['charge-requested', 'charge-captured', 'provider-fee-recorded'])[s + 1],
                        1, at,
                        convert_to(format('{"amount":{"currency":"EUR","minor":%%s},"answered":'
                            || '{"corrected":[],"operations":["%%s"]},"at":"2026-11-20T10:00:00.12Z",'
                            || '"evidence":{"channel":"webhook","effective_at":'
                            || '"2026-11-20T09:59:59Z","fact_key":"stripe|%%s|captured|1",'
                            || '"object_id":"%%s","occurred_at":"2026-11-20T09:59:59Z",'
                            || '"payment_reference":"pi_%%s"},"parties":{"connection":"stripe",'
                            || '"merchant":"m-1"},"payment_id":"%%s"}', amount, id, s,
                            case s when 2 then 'txn_' else 'py_' end || substr(hash, 1, 24),
                            substr(hash, 1, 24), id), 'UTF8'),
                        convert_to(format('{"origin":"api","principal":"benchmark","tenant":'
                            || '"default","transaction_id":"%%s"}', hash), 'UTF8')
                    from charge, generate_series(0, 2) s order by 1\
                    """;

    private static final String POSTINGS =
            CHARGES
                    + """
                    insert into truebook.posting (global_index, leg, tenant, account_id, currency,
                        layer, side, amount_minor, balance_minor, available_minor, item,
                        effective_at)
                    select n * 3 - 2 + s, leg, 'default',
                        case when s = 1 then 1 + leg else 3 - 2 * leg end, 'EUR', 'posted',
                        case leg when 0 then 'debit' else 'credit' end,
                        case s when 1 then amount else fee end, n, n,
                        case s when 1 then id else 'txn_' || substr(hash, 1, 24) end, at
                    from charge, generate_series(1, 2) s, generate_series(0, 1) leg
                    order by 1, 2\
                    """;

    private static final String REFERENCES =
            CHARGES
                    + """
                    insert into truebook.provider_reference (connection, object_kind, object_id,
                        tenant, payment_id)
                    select 'stripe', (array['charge', 'payment'])[k],
                        (array['py_', 'pi_'])[k] || substr(hash, 1, 24), 'default', id
                    from charge, generate_series(1, 2) k\
                    """;

    private static final String ROWS =
            CHARGES
                    + """
                    insert into truebook.settlement_row (file_id, line, tenant, connection,
                        balance_transaction_id, category, created_at, currency, gross_minor,
                        fee_minor, net_minor, source_id, payment_intent_id, charge_operation)
                    select 'stl_benchmark', n + 1, 'default', 'stripe',
                        'txn_' || substr(hash, 1, 24), 'charge', at, 'EUR',
                        amount + (n %% 1000 = 2)::int, fee, amount + (n %% 1000 = 2)::int - fee,
                        case n %% 1000 when 1 then 'py_nobodys_' else 'py_' end
                            || substr(hash, 1, 24),
                        case n %% 1000 when 1 then 'pi_nobodys_' else 'pi_' end
                            || substr(hash, 1, 24),
                        case when n %% 1000 = 1 then 'ch_nobodys_' || n
                            when n %% 10 <> 5 then id end
                    from charge where n %% 1000 <> 0\
                    """;

    private static final String REST =
            """
            insert into truebook.account (account_id, tenant, name, type, normal_side) values
                (1, 'default', 'provider:stripe:clearing', 'provider_clearing', 'debit'),
                (2, 'default', 'merchant:m-1:payable', 'merchant_payable', 'credit'),
                (3, 'default', 'provider:stripe:fees', 'provider_fees', 'debit');
            insert into truebook.settlement_file (file_id, tenant, connection, sha256, report_type,
                source, row_count, answer, imported_at)
            values ('stl_benchmark', 'default', 'stripe', 'benchmark', 'benchmark', 'upload',
                :charges, '', timestamptz '2026-11-21');
            update truebook.ledger_head set last_index = :charges * 3, last_account = 3
            """;

    private SettledHistory() {}

    /** Writes {@code charges} of them into an empty ledger. */
    static void write(TestDatabase database, int charges) {
        try (var connection = database.connectAsSuperuser();
                var statement = connection.createStatement()) {
            statement.execute("set synchronous_commit = off");
            statement.execute("set session_replication_role = replica");
            statement.execute("alter table truebook.posting disable trigger balanced");
            statement.execute("alter table truebook.posting disable trigger all");
            for (var sql : REST.split(";")) {
                statement.execute(sql.replace(":charges", Integer.toString(charges)));
            }
            for (int first = 1; first <= charges; first += CHUNK) {
                int last = Math.min(first + CHUNK - 1, charges);
                for (var rows : new String[] {EVENTS, POSTINGS, REFERENCES, ROWS}) {
                    statement.execute(rows.formatted(first, last));
                }
            }
            statement.execute("vacuum (analyze)");
            statement.execute("checkpoint");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
