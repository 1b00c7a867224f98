package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDays.day;
import static io.truebook.api.reconciliation.SettledDays.days;
import static io.truebook.api.reconciliation.SettledDays.noonOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.projection.reconciliation.OutstandingWork;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What nobody has looked at, whatever the ends of runs say. */
@Tag("database")
class OutstandingWorkDbTest {

    private final LedgerFixture ledger = new LedgerFixture();
    private final SettledDays books = new SettledDays(ledger);
    private final OutstandingWork work = new OutstandingWork(ledger.database.dataSource());

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void a_day_is_looked_at_by_the_run_that_reaches_its_end() {
        books.charge(1_000, 20);
        assertThat(unread(20)).containsExactly("stripe");

        books.reconciled(day(20));
        books.charge(700, 21);

        assertThat(unread(20)).isEmpty();
        assertThat(unread(21)).containsExactly("stripe");
    }

    @Test
    void what_was_booked_since_the_run_of_its_day_is_looked_at_by_the_next() {
        books.charge(1_000, 20);
        books.reconciled(day(20));
        books.charge(300, 20);
        assertThat(unread(20)).containsExactly("stripe");
        assertThat(unread(19)).isEmpty();

        books.reconciled(day(21));

        assertThat(unread(20)).isEmpty();
    }

    @Test
    void a_run_made_before_its_days_were_over_looked_only_at_what_was_booked_then() {
        books.charge(1_000, 20);
        books.reconciled(days(20, 28), noonOf(20));
        books.charge(700, 21);

        assertThat(unread(20)).isEmpty();
        assertThat(unread(21)).containsExactly("stripe");
        assertThat(unread(28)).containsExactly("stripe");
    }

    private List<String> unread(int throughDay) {
        return work.before(LedgerFixture.TENANT, day(throughDay).to()).notReconciled();
    }
}
