package io.truebook.api.reconciliation;

import io.truebook.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A ledger and a settlement file, written row by row as both would have been, right or wrong.
 *
 * <p>Not by commands: what is planted here is what the ledger's own rules would refuse to book.
 */
final class SettledCorpus {

    private static final int CLEARING = 1;
    private static final int OTHER_SIDE = 2;
    private static final int IN_TRANSIT = 3;

    private final List<Object[]> events = new ArrayList<>();
    private final List<Object[]> postings = new ArrayList<>();
    private final List<Object[]> references = new ArrayList<>();
    private final List<Object[]> operations = new ArrayList<>();
    private final List<Object[]> rows = new ArrayList<>();
    private final Map<String, Integer> sequences = new HashMap<>();
    private final Set<String> referred = new HashSet<>();

    /** A payment the ledger knows, with nothing booked. */
    void known(String payment, Instant at) {
        event(payment, "charge-requested", payment, at);
    }

    /** What the provider has told of a payment, and no money moved. */
    void told(String payment, String type, Instant at) {
        event(payment, type, payment, at);
    }

    /** An amount below zero lowers what the provider holds for us. */
    void booked(
            String payment,
            String type,
            String item,
            String object,
            long minor,
            String currency,
            Instant at) {
        int index = event(payment, type, object, at);
        post(index, CLEARING, OTHER_SIDE, item, minor, currency, at);
    }

    /** It has left the provider for our bank. */
    void paidOut(String payout, long minor, Instant at) {
        int index = event("stripe:" + payout, "payout-created", payout, at);
        post(index, IN_TRANSIT, CLEARING, payout, minor, "EUR", at);
    }

    /** Our bank has got so much of it. */
    void banked(String payout, long minor, Instant at) {
        int index = event("stripe:" + payout, "payout-bank-credited", payout, at);
        post(index, OTHER_SIDE, IN_TRANSIT, payout, minor, "EUR", at);
    }

    /** From the second account to the first one, or back where the amount is below zero. */
    private void post(
            int index, int to, int from, String item, long minor, String currency, Instant at) {
        for (int leg = 0; leg < 2; leg++) {
            boolean debit = leg == 0 == minor > 0;
            postings.add(
                    new Object[] {
                        index,
                        leg,
                        "default",
                        leg == 0 ? to : from,
                        currency,
                        "posted",
                        debit ? "debit" : "credit",
                        Math.abs(minor),
                        0,
                        0,
                        item,
                        at.atOffset(ZoneOffset.UTC)
                    });
        }
    }

    /** A provider's object that the ledger has heard of as one of a payment. */
    void refers(String object, String payment) {
        if (referred.add(object)) {
            references.add(new Object[] {"stripe", "charge", object, "default", payment});
        }
    }

    /** A charge the provider has not finally answered. */
    void open(String payment, Instant at) {
        operations.add(
                new Object[] {
                    payment,
                    "default",
                    payment,
                    "stripe",
                    "charge",
                    "sys:corpus",
                    payment,
                    at.atOffset(ZoneOffset.UTC),
                    1
                });
    }

    void settled(
            String transaction,
            String category,
            Instant at,
            String currency,
            long gross,
            long fee,
            String source,
            @Nullable String charge,
            @Nullable String refund) {
        rows.add(
                new @Nullable Object[] {
                    "stl_corpus",
                    rows.size() + 2,
                    "default",
                    "stripe",
                    transaction,
                    category,
                    at.atOffset(ZoneOffset.UTC),
                    currency,
                    gross,
                    fee,
                    gross - fee,
                    source,
                    charge,
                    refund,
                    null
                });
    }

    /** The last row again, in the file that tells what a payout is made of. */
    void repeatFor(String payout) {
        var again = rows.getLast().clone();
        again[0] = "stl_payouts";
        again[1] = rows.size() + 2;
        again[again.length - 1] = payout;
        rows.add(again);
    }

    void writeTo(TestDatabase database) {
        try (var session = database.connectAsSuperuser();
                var statement = session.createStatement()) {
            statement.execute(
                    """
                    insert into truebook.account (account_id, tenant, name, type, normal_side)
                    values (1, 'default', 'provider:stripe:clearing', 'provider_clearing', 'debit'),
                        (2, 'default', 'merchant:m-1:payable', 'merchant_payable', 'credit'),
                        (3, 'default', 'provider:stripe:in_transit', 'asset', 'debit')
                    """);
            statement.execute(
                    """
                    insert into truebook.settlement_file (file_id, tenant, connection, sha256,
                        report_type, source, row_count, answer, imported_at)
                    values ('stl_corpus', 'default', 'stripe', 'corpus',
                            'balance_change_from_activity', 'upload', 1, '', '2026-11-24'),
                        ('stl_payouts', 'default', 'stripe', 'payouts', 'payout_reconciliation',
                            'upload', 1, '', '2026-11-24')
                    """);
            statement.execute(
                    """
                    insert into truebook.bank_statement (statement_id, tenant, sha256, format,
                        first_day, last_day, answer, imported_at)
                    values ('bst_corpus', 'default', 'bank', 'csv', '2026-11-19', '2026-11-25', '',
                        '2026-11-25')
                    """);
            statement.execute("alter table truebook.posting disable trigger balanced");
            write(
                    session,
                    """
                    truebook.journal_event (global_index, tenant, aggregate_type, aggregate_id,
                        sequence_number, event_id, event_type, event_revision, recorded_at, payload,
                        metadata)\
                    """,
                    events);
            write(
                    session,
                    """
                    truebook.posting (global_index, leg, tenant, account_id, currency, layer, side,
                        amount_minor, balance_minor, available_minor, item, effective_at)\
                    """,
                    postings);
            write(
                    session,
                    """
                    truebook.provider_reference (connection, object_kind, object_id, tenant,
                        payment_id)\
                    """,
                    references);
            write(
                    session,
                    """
                    truebook.provider_operation (operation_id, tenant, payment_id, connection, kind,
                        origin, transaction_id, due_at, opened_index)\
                    """,
                    operations);
            write(
                    session,
                    """
                    truebook.settlement_row (file_id, line, tenant, connection,
                        balance_transaction_id, category, created_at, currency, gross_minor,
                        fee_minor, net_minor, source_id, charge_operation, refund_operation,
                        payout_id)\
                    """,
                    rows);
            statement.execute(
                    """
                    update truebook.ledger_head set last_account = 3, last_index = %d
                    """
                            .formatted(events.size()));
            // As the server does by itself where rows come in over days.
            statement.execute("analyze");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private int event(String payment, String type, String object, Instant at) {
        int index = events.size() + 1;
        events.add(
                new Object[] {
                    index,
                    "default",
                    "PaymentAggregate",
                    payment,
                    sequences.merge(payment, 1, Integer::sum) - 1,
                    "event-" + index,
                    type,
                    1,
                    at.atOffset(ZoneOffset.UTC),
                    "{\"evidence\":{\"object_id\":\"%s\"}}"
                            .formatted(object)
                            .getBytes(StandardCharsets.UTF_8),
                    new byte[0]
                });
        return index;
    }

    private static void write(Connection session, String table, List<Object[]> lines)
            throws SQLException {
        if (lines.isEmpty()) {
            return;
        }
        int columns = lines.getFirst().length;
        var values = "?" + ", ?".repeat(columns - 1);
        try (var insert =
                session.prepareStatement("insert into " + table + " values (" + values + ")")) {
            int waiting = 0;
            for (var line : lines) {
                for (int i = 0; i < columns; i++) {
                    insert.setObject(i + 1, line[i]);
                }
                insert.addBatch();
                if (++waiting % 1_000 == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }
}
