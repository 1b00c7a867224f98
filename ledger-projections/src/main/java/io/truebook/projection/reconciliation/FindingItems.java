package io.truebook.projection.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Finding;
import io.truebook.ledger.reconciliation.FindingCode;
import io.truebook.projection.reconciliation.ReconciliationRuns.Identity;
import io.truebook.projection.reconciliation.ReconciliationRuns.ItemFilter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.dao.DataAccessResourceFailureException;

/** The lines of a report: copied in as they are found, read in the order they are listed in. */
public final class FindingItems implements AutoCloseable {

    /**
     * One line. Amounts: minor units, signed as they change the provider account's balance.
     *
     * @param age in days, as reports print it
     * @param broughtForwardMinor what the difference was when the period began
     */
    public record Item(
            String id,
            String leg,
            String code,
            String status,
            String severity,
            String age,
            String object,
            @Nullable Long ledgerMinor,
            @Nullable String ledgerCurrency,
            @Nullable Long providerMinor,
            @Nullable String providerCurrency,
            long differenceMinor,
            String currency,
            @Nullable String chargeId,
            @Nullable String providerReference,
            @Nullable String balanceTransactionId,
            Instant occurredAt,
            String evidence,
            long broughtForwardMinor,
            @Nullable Difference difference) {}

    /**
     * What a run keeps beside the two sides of a line that does not agree.
     *
     * @param status what was decided, or else what the run says
     * @param proposedBy null where a repair is only what the code usually calls for
     * @param ledgerTransaction the client's transaction id of the operation it is about
     */
    public record Difference(
            Instant firstSeenAt,
            String status,
            @Nullable String owner,
            @Nullable String proposedRepair,
            @Nullable String proposedBy,
            @Nullable String ledgerTransaction,
            @Nullable String payoutId,
            @Nullable Long batch) {}

    private static final String COLUMNS =
            """
            finding_id, leg, code, status, severity, age, object, ledger_minor, ledger_currency,
            provider_minor, provider_currency, difference_minor, currency, charge_id,
            provider_reference, balance_transaction_id, occurred_at, evidence,
            brought_forward_minor
            """;

    /** Those of a run, whose id is the first parameter. */
    static final String LINES =
            "select "
                    + COLUMNS
                    + """
                    , first_seen_at, decision_status, owner, proposed_repair, proposed_by,
                    ledger_transaction, payout_id, batch_number
                    from truebook.reconciliation_item
                    left join truebook.reconciliation_difference using (run_id, finding_id)
                    where run_id = ?
                    """;

    /** Of a run just made the server knows none, and would go through all differences per line. */
    private static final String WHATEVER_STATISTICS_SAY = "set local enable_nestloop = off";

    private static final int FLUSH_CHARS = 1 << 16;
    private static final int ROWS_PER_FETCH = 2_000;

    private final Identity identity;
    private final String runId;
    private final CopyIn copy;
    private final StringBuilder lines = new StringBuilder(FLUSH_CHARS + 1_024);

    /** Nothing else can be asked of the session before it is closed. */
    FindingItems(Connection session, Identity identity) throws SQLException {
        this.identity = identity;
        runId = identity.id();
        copy =
                session.unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "copy truebook.reconciliation_item (run_id, "
                                        + COLUMNS
                                        + ") from stdin");
    }

    void add(Finding finding) {
        var amount = finding.amount();
        cell(runId);
        cell(finding.id());
        cell(finding.leg().code());
        cell(finding.code().name());
        cell(finding.status().name().toLowerCase(Locale.ROOT));
        cell(finding.severity(identity.asOf()).code());
        cell(finding.ageBucket(identity.asOf()).label());
        cell(finding.object());
        money(finding.ledger());
        money(finding.provider());
        money(amount);
        cell(finding.chargeId());
        cell(finding.providerReference());
        cell(finding.balanceTransactionId());
        cell(finding.occurredAt().toString());
        cell(finding.evidence());
        cell(Long.toString(finding.broughtForwardMinor()));
        lines.setCharAt(lines.length() - 1, '\n');
        if (lines.length() >= FLUSH_CHARS) {
            try {
                flush();
            } catch (SQLException failed) {
                throw new DataAccessResourceFailureException("Findings could not be kept", failed);
            }
        }
    }

    void finish() throws SQLException {
        flush();
        copy.endCopy();
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    /** {@link io.truebook.ledger.reconciliation.Comparison#ORDER} in SQL. */
    static void read(Connection session, String runId, ItemFilter filter, Consumer<Item> each)
            throws SQLException {
        boolean autoCommit = session.getAutoCommit();
        session.setAutoCommit(false); // Else the driver fetches everything at once.
        try (var plan = session.createStatement();
                var statement =
                        session.prepareStatement(
                                LINES
                                        + filter.condition()
                                        + """
                                         order by occurred_at, object, array_position(?, leg),
                                            array_position(?, code), finding_id, difference_minor,
                                            balance_transaction_id
                                        """)) {
            plan.execute(WHATEVER_STATISTICS_SAY);
            statement.setFetchSize(ROWS_PER_FETCH);
            statement.setString(1, runId);
            statement.setArray(
                    2,
                    session.createArrayOf(
                            "text",
                            Arrays.stream(Finding.Leg.values()).map(Finding.Leg::code).toArray()));
            statement.setArray(
                    3,
                    session.createArrayOf(
                            "text", Arrays.stream(FindingCode.values()).map(Enum::name).toArray()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    each.accept(item(rows));
                }
            }
        } finally {
            session.rollback();
            session.setAutoCommit(autoCommit);
        }
    }

    static Item item(ResultSet row) throws SQLException {
        return new Item(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getObject(8, Long.class),
                row.getString(9),
                row.getObject(10, Long.class),
                row.getString(11),
                row.getLong(12),
                row.getString(13),
                row.getString(14),
                row.getString(15),
                row.getString(16),
                Times.read(row, 17),
                row.getString(18),
                row.getLong(19),
                difference(row));
    }

    /** Runs that were kept before there was one have none. */
    private static @Nullable Difference difference(ResultSet row) throws SQLException {
        return row.getString(21) == null
                ? null
                : new Difference(
                        Times.read(row, 20),
                        row.getString(21),
                        row.getString(22),
                        row.getString(23),
                        row.getString(24),
                        row.getString(25),
                        row.getString(26),
                        row.getObject(27, Long.class));
    }

    private void money(@Nullable Money money) {
        cell(money == null ? null : Long.toString(money.minor()));
        cell(money == null ? null : money.currency().code());
    }

    /** In COPY's text form, where a backslash and the two separators are escaped. */
    private void cell(@Nullable String value) {
        if (value == null) {
            lines.append("\\N");
        } else {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                switch (c) {
                    case '\\' -> lines.append("\\\\");
                    case '\t' -> lines.append("\\t");
                    case '\n' -> lines.append("\\n");
                    case '\r' -> lines.append("\\r");
                    default -> lines.append(c);
                }
            }
        }
        lines.append('\t');
    }

    private void flush() throws SQLException {
        var bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        lines.setLength(0);
    }
}
