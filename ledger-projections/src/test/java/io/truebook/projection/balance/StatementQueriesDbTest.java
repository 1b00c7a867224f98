package io.truebook.projection.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.projection.balance.StatementQueries.Line;
import io.truebook.projection.balance.StatementQueries.Subject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Statements add up, join without a gap, page without a loss, and stay as they were. */
@Tag("database")
class StatementQueriesDbTest {

    private static final Instant START = BackdatedJournal.START;
    private static final Duration STEP = Duration.ofMinutes(257);

    private final long seed = Long.getLong("seed", 1L);
    private final BackdatedJournal books = new BackdatedJournal(new Random(seed));
    private final BalanceHistory history = new BalanceHistory(books.journal.database.dataSource());
    private final StatementQueries statements =
            new StatementQueries(history, books.journal.database.dataSource());
    private final PostingTotals totals = new PostingTotals(books.journal.database.dataSource());
    private final JdbcClient jdbc = JdbcClient.create(books.journal.database.dataSource());

    @AfterEach
    void drop() {
        books.close();
    }

    @Test
    void periods_join_and_each_adds_up() throws SQLException {
        books.grow(5_000);

        assertAllPeriodsAddUp();
        assertThat(totals.next()).isTrue();
        assertAllPeriodsAddUp();
    }

    @Test
    void a_late_posting_shows_where_it_counts_but_not_in_what_was_known_before() {
        books.captured(START, 100);
        books.captured(START.plusSeconds(2), 300);
        var before = subject(START, START.plusSeconds(10), history.head());
        var known = all(before, 1);

        books.captured(START.plusSeconds(1), 200);

        assertThat(all(before, 1)).isEqualTo(known);
        var now = subject(START, START.plusSeconds(10), history.head());
        assertThat(all(now, 2)).extracting(Line::amount).containsExactly(100L, 200L, 300L);
        assertThat(all(now, 2)).extracting(Line::balance).containsExactly(100L, 300L, 600L);
        assertThat(all(now, 2)).extracting(Line::transactionId).contains("t-3");
        assertThat(statements.summary(now).closing()).isEqualTo(600);
        assertThat(statements.summary(before).closing()).isEqualTo(400);
    }

    private void assertAllPeriodsAddUp() {
        long position = history.head();
        long balance = 0;
        int lines = 0;
        var end = START.plusSeconds(51_000);
        for (var from = START.minus(Duration.ofDays(5)); from.isBefore(end); ) {
            var to = from.plus(STEP);
            var subject = subject(from, to, position);
            var summary = statements.summary(subject);
            var page = all(subject, 70);

            assertThat(summary.opening()).as("-Dseed=%d from %s", seed, from).isEqualTo(balance);
            assertThat(summary.opening() + summary.debits() - summary.credits())
                    .isEqualTo(summary.closing());
            assertThat(page).hasSize((int) summary.lines());
            balance = page.isEmpty() ? balance : page.getLast().balance();
            assertThat(summary.closing()).isEqualTo(balance);
            lines += page.size();
            from = to;
        }
        assertThat(lines).isEqualTo(postedInEuro());
    }

    /** Page by page; in order and each line once. */
    private List<Line> all(Subject subject, int limit) {
        List<Line> all = new ArrayList<>();
        var start = Bound.before(subject.from());
        while (true) {
            var page = statements.lines(subject, start, limit);
            all.addAll(page);
            if (page.size() < limit) {
                break;
            }
            start = page.getLast().next();
        }
        assertThat(all)
                .isSortedAccordingTo(
                        Comparator.comparing(Line::effectiveAt)
                                .thenComparingLong(Line::position)
                                .thenComparingInt(Line::leg))
                .doesNotHaveDuplicates();
        return all;
    }

    private Subject subject(Instant from, Instant to, long position) {
        long clearing =
                jdbc.sql("select account_id from truebook.account where name = ?")
                        .param(BackdatedJournal.CLEARING)
                        .query(Long.class)
                        .single();
        return new Subject(clearing, "debit", "EUR", from, to, position);
    }

    private int postedInEuro() {
        return jdbc.sql(
                        """
                        select count(*) from truebook.posting p
                        join truebook.account a using (account_id)
                        where a.name = ? and p.currency = 'EUR' and p.layer = 'posted'
                        """)
                .param(BackdatedJournal.CLEARING)
                .query(Integer.class)
                .single();
    }
}
