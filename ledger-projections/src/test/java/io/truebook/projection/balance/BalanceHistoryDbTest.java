package io.truebook.projection.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.projection.balance.BalanceHistory.Sums;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Balances at random times and positions against all postings added up one by one. */
@Tag("database")
class BalanceHistoryDbTest {

    private record Row(
            long position,
            int leg,
            long account,
            String currency,
            String layer,
            boolean debit,
            long minor,
            Instant effectiveAt) {}

    private final long seed = Long.getLong("seed", 1L);
    private final Random random = new Random(seed);
    private final BackdatedJournal books = new BackdatedJournal(random);
    private final BalanceHistory history = new BalanceHistory(books.journal.database.dataSource());
    private final PostingTotals totals = new PostingTotals(books.journal.database.dataSource());
    private final JdbcClient jdbc = JdbcClient.create(books.journal.database.dataSource());

    @AfterEach
    void drop() {
        books.close();
    }

    @Test
    void every_answer_is_the_sum_of_the_postings_however_far_the_totals_are() throws SQLException {
        books.grow(9_000);
        var rows = rows();

        assertAnswers(rows);
        assertThat(totals.next()).isTrue();
        assertAnswers(rows);
        assertThat(totals.next()).isTrue();
        assertThat(totals.next()).as("a block that is not full").isFalse();
        assertThat(history.blocks(Long.MAX_VALUE)).isEqualTo(2);
        assertAnswers(rows);
    }

    @Test
    void nothing_that_comes_later_changes_what_was_known() throws SQLException {
        books.grow(500);
        long position = history.head();
        var before = history.before(1, Bound.upTo(BackdatedJournal.START), position);

        books.captured(BackdatedJournal.START.minusSeconds(1), 1_000_000);

        assertThat(history.before(1, Bound.upTo(BackdatedJournal.START), position))
                .isEqualTo(before);
        assertThat(history.before(1, Bound.upTo(BackdatedJournal.START), history.head()))
                .isNotEqualTo(before);
    }

    @Test
    void a_recorded_time_stands_for_the_last_commit_before_it() throws SQLException {
        assertThat(history.positionAt(Instant.parse("2020-01-01T00:00:00Z"))).contains(0L);
        for (int i = 0; i < 20; i++) {
            books.grow(3);
        }
        record Batch(long last, Instant at) {}
        var batches =
                jdbc.sql("select last_index, committed_at from truebook.journal_batch")
                        .query((row, _) ->
                                new Batch(
                                        row.getLong(1),
                                        row.getObject(2, OffsetDateTime.class).toInstant()))
                        .list();

        assertThat(batches)
                .hasSize(20)
                .allSatisfy(batch -> {
                    assertThat(history.positionAt(batch.at)).contains(batch.last);
                    assertThat(history.positionAt(batch.at.minus(1, ChronoUnit.MICROS)))
                            .contains(batch.last - 3);
                });
        assertThat(history.positionAt(Instant.parse("9999-01-01T00:00:00Z"))).isEmpty();
    }

    private void assertAnswers(List<Row> rows) {
        for (int i = 0; i < 60; i++) {
            long position = i == 0 ? history.head() : random.nextLong(history.head() + 1);
            // Half of them a second at which something was posted, so that the edges are met.
            var at =
                    random.nextBoolean()
                            ? rows.get(random.nextInt(rows.size())).effectiveAt
                            : BackdatedJournal.START.plusSeconds(random.nextInt(100_000));
            long account = 1L + random.nextInt(4);
            var bound =
                    switch (random.nextInt(3)) {
                        case 0 -> Bound.upTo(at);
                        case 1 -> Bound.before(at);
                        default -> Bound.END;
                    };
            assertThat(history.before(account, bound, position))
                    .as("-Dseed=%d account %d %s at %d", seed, account, bound, position)
                    .isEqualTo(naive(rows, account, bound, position));
        }
    }

    private static List<Sums> naive(List<Row> rows, long account, Bound bound, long position) {
        var sums = new TreeMap<String, Sums>();
        for (var row : rows) {
            boolean counts =
                    bound.effectiveAt() == null
                            || row.effectiveAt.isBefore(bound.effectiveAt())
                            || (row.effectiveAt.equals(bound.effectiveAt())
                                    && bound.position() > 0);
            if (row.account == account && row.position <= position && counts) {
                sums.merge(row.currency, of(row), BalanceHistoryDbTest::plus);
            }
        }
        return new ArrayList<>(sums.values());
    }

    private static Sums of(Row row) {
        long held =
                switch (row.layer) {
                    case "hold" -> row.minor;
                    case "hold_release" -> -row.minor;
                    default -> 0;
                };
        long posted = row.layer.equals("posted") ? row.minor : 0;
        return new Sums(
                row.currency,
                row.debit ? posted : 0,
                row.debit ? 0 : posted,
                row.debit ? held : 0,
                row.debit ? 0 : held,
                row.layer.equals("posted") ? 1 : 0);
    }

    private static Sums plus(Sums a, Sums b) {
        return new Sums(
                a.currency(),
                a.postedDebits() + b.postedDebits(),
                a.postedCredits() + b.postedCredits(),
                a.pendingDebits() + b.pendingDebits(),
                a.pendingCredits() + b.pendingCredits(),
                a.postedCount() + b.postedCount());
    }

    private List<Row> rows() {
        return jdbc.sql(
                        """
                        select global_index, leg, account_id, currency, layer, side, amount_minor,
                            effective_at from truebook.posting order by global_index, leg
                        """)
                .query((row, _) ->
                        new Row(
                                row.getLong(1),
                                row.getInt(2),
                                row.getLong(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6).equals("debit"),
                                row.getLong(7),
                                row.getObject(8, OffsetDateTime.class).toInstant()))
                .list();
    }
}
