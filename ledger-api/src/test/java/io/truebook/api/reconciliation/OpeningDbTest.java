package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDays.day;
import static io.truebook.api.reconciliation.SettledDays.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A day opens with what the day before closed with, and what was known of it only since. */
@Tag("database")
class OpeningDbTest {

    private final LedgerFixture ledger = new LedgerFixture();
    private final SettledDays books = new SettledDays(ledger);
    private String charge = "";

    @BeforeEach
    void aDay() {
        charge = books.charge(10_000, 20);
        books.charge(700, 20); // It is not settled yet.
        books.upload(row("txn_1", charge, "100.00", 20));
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void a_day_opens_with_the_closing_of_the_day_before() {
        books.reconciled(day(20));

        requireSides("closed", 10_700, 10_000);
        requireSides("since", 0, 0);
        requireSides("unexplained", 0, 0);
    }

    @Test
    void what_was_booked_and_settled_late_is_told() {
        books.reconciled(day(20));
        books.charge(500, 20);
        books.upload(row("txn_2", "ch_nobody", "90.00", 20));

        requireSides("since", 500, 9_000);
        requireSides("unexplained", 0, 0);
    }

    @Test
    void a_row_that_is_told_again_with_another_amount_is_told_by_the_change() {
        books.reconciled(day(20));
        books.upload(row("txn_1", charge, "90.00", 20));

        requireSides("since", 0, -1_000);
        requireSides("unexplained", 0, 0);
    }

    @Test
    void days_nobody_reconciled_are_known_since() {
        books.reconciled(day(19));

        requireSides("closed", 0, 0);
        requireSides("since", 10_700, 10_000);
        requireSides("unexplained", 0, 0);
    }

    @Test
    void a_closing_that_the_books_do_not_bear_out_is_not_explained() throws SQLException {
        books.reconciled(day(20));
        try (var superuser = ledger.database.connectAsSuperuser();
                var statement = superuser.createStatement()) {
            statement.execute(
                    "update truebook.reconciliation_closing set ledger_minor = 10_699,"
                            + " provider_minor = 10_003");
        }

        requireSides("unexplained", 1, -3);
    }

    @Test
    void the_first_run_has_nothing_to_open_with() {
        assertThat(part(20).path("since_previous").isNull()).isTrue();
    }

    private void requireSides(String what, long ledgerMinor, long providerMinor) {
        var sides = part(21).path("since_previous").path(what);
        assertThat(sides.path("ledger").asLong()).as(what + ", ledger").isEqualTo(ledgerMinor);
        assertThat(sides.path("provider").asLong())
                .as(what + ", provider")
                .isEqualTo(providerMinor);
    }

    private JsonNode part(int day) {
        var report = JsonMapper.shared().readTree(books.report(books.reconciled(day(day))));
        return report.at("/roll_forward/0");
    }
}
