package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDays.day;
import static io.truebook.api.reconciliation.SettledDays.noonOf;
import static io.truebook.api.reconciliation.SettledDays.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.reconciliation.Windows;
import io.truebook.projection.reconciliation.FindingItems.Item;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a run is made from besides the two sides: settings, and what the run before had seen. */
@Tag("database")
class RunInputsDbTest {

    private final LedgerFixture ledger = new LedgerFixture();
    private final SettledDays books = new SettledDays(ledger);

    @AfterEach
    void stop() {
        ledger.close();
    }

    /** They change what is judged, and so the run. */
    @Test
    void other_windows_make_another_run_of_the_same_inputs() {
        var clock = Clock.fixed(noonOf(21), ZoneOffset.UTC);
        var three = Duration.ofDays(3);
        var ids =
                Stream.of(
                                Windows.DEFAULT,
                                new Windows(Duration.ofDays(2), three, 2),
                                new Windows(three, Duration.ofDays(2), 2),
                                new Windows(three, three, 3),
                                Windows.DEFAULT)
                        .map(windows -> new ReconcilerFixture(ledger, clock, windows))
                        .map(reconciler -> reconciler.run(day(20)).id())
                        .toList();

        assertThat(ids).last().isEqualTo(ids.getFirst());
        assertThat(Set.copyOf(ids)).hasSize(4);
    }

    /** Runs of older versions did not keep the last file they saw. */
    @Test
    void a_run_that_kept_no_file_has_seen_what_came_a_day_before_it_and_no_more()
            throws SQLException {
        books.asked(10_000); // The last event of the run before, which tells when it was made.
        books.upload(row("txn_1", "ch_nobody", "90.00", 20));
        books.reconciled(day(20));
        asOfOlderVersion("update truebook.reconciliation_break set carried_to = '-infinity'");
        asOfOlderVersion("update truebook.reconciliation_run set file_sequence = null");
        asOfOlderVersion("update truebook.settlement_file set imported_at = '2026-11-01'");
        books.upload(row("txn_2", "ch_nobody_else", "70.00", 20));

        var next = books.reconciled(day(21));

        assertThat(books.lines(next)).extracting(Item::object).containsExactly("ch_nobody_else");
    }

    private void asOfOlderVersion(String change) throws SQLException {
        try (var superuser = ledger.database.connectAsSuperuser();
                var statement = superuser.createStatement()) {
            assertThat(statement.executeUpdate(change)).isPositive();
        }
    }
}
