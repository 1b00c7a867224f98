package io.truebook.projection.balance;

import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.projection.balance.BalanceHistory.Sums;
import io.truebook.projection.integrity.IntegrityCheck;
import io.truebook.projection.integrity.IntegrityReport;
import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.rebuild.Projections;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was signed stays as it was signed, whatever becomes known of it later. */
@Tag("database")
class ClosedPeriodDbTest {

    /** What stood at a moment of a closed period when it was closed, by account. */
    private record Signed(Instant at, Map<Long, List<Sums>> balances) {}

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
    void no_balance_of_a_closed_day_ever_changes_again() throws SQLException {
        List<Signed> signed = new ArrayList<>();
        var openFrom = BackdatedJournal.START.minus(5, DAYS);
        for (int round = 0; round < 12; round++) {
            books.grow(1_000);
            openFrom = openFrom.plusSeconds(random.nextInt(1, 86_400));
            books.journal.close(openFrom);
            for (int i = 0; i < 5; i++) {
                signed.add(
                        signed(openFrom.minusNanos(1_000L * (1 + random.nextInt(1_000_000_000)))));
            }
            signed.add(signed(openFrom.minusNanos(1_000)));
            while (random.nextInt(4) == 0 && totals.next()) {
                // The totals may be anywhere: they are asked for the same answers.
            }
            assertUnchanged(signed);
        }

        assertThat(jdbc.sql("select count(*) from truebook.late_entry").query(Long.class).single())
                .as("a test without late facts would prove nothing")
                .isGreaterThan(100);
        assertRederived();
    }

    private Signed signed(Instant at) {
        return new Signed(at, balances(at));
    }

    private void assertUnchanged(List<Signed> signed) {
        assertThat(signed)
                .allSatisfy(one ->
                        assertThat(balances(one.at))
                                .as("-Dseed=%d at %s", seed, one.at)
                                .isEqualTo(one.balances));
    }

    private Map<Long, List<Sums>> balances(Instant at) {
        long accounts =
                jdbc.sql("select count(*) from truebook.account").query(Long.class).single();
        return LongStream.rangeClosed(1, accounts)
                .boxed()
                .collect(
                        Collectors.toMap(
                                account -> account,
                                account -> history.before(account, Bound.upTo(at), history.head())))
                .entrySet()
                .stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The check and the rebuild come to the same from the events alone. */
    private void assertRederived() throws SQLException {
        var json = books.journal.json;
        var pool = books.journal.database.dataSource();
        var check = new IntegrityCheck(pool, json, PaymentEvents::booking).run();
        assertThat(check.difference().map(IntegrityReport.Difference::check))
                .as("that payments are made up shows after all postings were derived again")
                .contains("sequences");
        var report =
                Projections.rebuild(
                                "postings", books.journal.database.ownerDataSource(), json, _ -> {})
                        .run(false);
        assertThat(report.first()).isEmpty();
        assertThat(report.swapped()).isTrue();
    }
}
