package io.truebook.projection.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.projection.store.AppendResult.Appended;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A closed period takes no entry any more, whichever writer it comes through and when. */
@Tag("database")
class ClosedPeriodsDbTest {

    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");
    private static final Instant IN_OCTOBER = Instant.parse("2026-10-20T08:00:00.123456Z");

    /** An entry as it was stored. */
    private record Stored(long index, Instant countsFrom, Instant originalAt) {}

    private final StoreFixture store = new StoreFixture();
    private final JdbcClient jdbc = JdbcClient.create(store.database.dataSource());

    @AfterEach
    void drop() {
        store.close();
    }

    @Test
    void what_comes_later_counts_from_the_first_open_moment_and_keeps_its_own() {
        store.writer.append(booked("ch_1", IN_OCTOBER));
        store.writer.append(close(0, NOVEMBER));
        store.writer.append(booked("ch_2", IN_OCTOBER));
        store.writer.append(booked("ch_3", NOVEMBER.minus(1, ChronoUnit.MICROS)));
        store.writer.append(booked("ch_4", NOVEMBER));
        store.writer.append(close(1, DECEMBER));
        store.writer.append(booked("ch_5", IN_OCTOBER));

        assertThat(entries())
                .containsExactly(
                        new Stored(1, IN_OCTOBER, IN_OCTOBER),
                        new Stored(3, NOVEMBER, IN_OCTOBER),
                        new Stored(4, NOVEMBER, NOVEMBER.minus(1, ChronoUnit.MICROS)),
                        new Stored(5, NOVEMBER, NOVEMBER),
                        new Stored(7, DECEMBER, IN_OCTOBER));
    }

    @Test
    void the_order_of_the_commands_counts_also_within_a_batch() throws Exception {
        var results =
                inOneBatch(
                        List.of(
                                booked("ch_1", IN_OCTOBER),
                                close(0, NOVEMBER),
                                booked("ch_2", IN_OCTOBER)));

        assertThat(results).allMatch(Appended.class::isInstance);
        assertThat(
                        jdbc.sql("select count(*) from truebook.journal_batch")
                                .query(Long.class)
                                .single())
                .as("the first change and the three together")
                .isEqualTo(2);
        long closed =
                jdbc.sql("select last_close from truebook.ledger_head").query(Long.class).single();
        assertThat(entries())
                .hasSize(2)
                .allSatisfy(entry ->
                        assertThat(entry.countsFrom)
                                .isEqualTo(entry.index < closed ? IN_OCTOBER : NOVEMBER));
    }

    @Test
    void another_tenants_books_stay_open() {
        store.writer.append(close(0, NOVEMBER));
        var other = booked("ch_1", IN_OCTOBER);

        store.writer.append(
                new Append("other", null, other.events(), other.rows(), other.refusal()));

        assertThat(entries()).containsExactly(new Stored(2, IN_OCTOBER, IN_OCTOBER));
    }

    @Test
    void a_writer_of_another_node_knows_of_it_at_once() {
        try (var other = store.anotherWriter()) {
            other.append(booked("ch_1", IN_OCTOBER));
            store.writer.append(close(0, NOVEMBER));
            other.append(booked("ch_2", IN_OCTOBER));
            other.append(close(1, DECEMBER));
            store.writer.append(booked("ch_3", IN_OCTOBER));
        }

        assertThat(entries())
                .extracting(Stored::countsFrom)
                .containsExactly(IN_OCTOBER, NOVEMBER, DECEMBER);
    }

    /** Twenty months are closed one after another while two nodes book into them. */
    @Test
    void two_writers_that_race_with_closing_book_nothing_behind_it() throws Exception {
        var first = Instant.parse("2025-01-01T00:00:00Z");
        try (var other = store.anotherWriter();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<AppendResult>> results = new ArrayList<>();
            for (int month = 0; month < 20; month++) {
                var open = first.plus(30L * month, ChronoUnit.DAYS);
                for (int i = 0; i < 20; i++) {
                    var writer = i % 2 == 0 ? store.writer : other;
                    var before = first.minusSeconds(1 + i);
                    var change = booked("ch_%d_%d".formatted(month, i), before);
                    results.add(threads.submit(() -> writer.append(change)));
                }
                var closer = month % 2 == 0 ? other : store.writer;
                assertThat(closer.append(close(month, open))).isInstanceOf(Appended.class);
            }
            for (var result : results) {
                assertThat(result.get()).isInstanceOf(Appended.class);
            }
        }

        assertThat(entries()).hasSize(400);
        assertThat(behindTheirClose()).isZero();
        assertThat(jdbc.sql("select count(*) from truebook.late_entry").query(Long.class).single())
                .as("all that began after the first close")
                .isGreaterThanOrEqualTo(380);
    }

    /** Entries that count from before what the last close in front of them has left open. */
    private long behindTheirClose() {
        return jdbc.sql(
                        """
                        select count(*) from truebook.posting p where p.effective_at < (
                            select timestamptz '2025-01-01T00:00:00Z'
                                + max(e.sequence_number) * interval '720 hours'
                            from truebook.journal_event e
                            where e.aggregate_id = 'books' and e.global_index < p.global_index)\
                        """)
                .query(Long.class)
                .single();
    }

    @Test
    void the_database_takes_no_such_posting_from_anybody() {
        store.writer.append(booked("ch_1", IN_OCTOBER));
        store.writer.append(close(0, NOVEMBER));
        var past =
                """
                insert into truebook.posting (global_index, leg, tenant, account_id, currency,
                    layer, side, amount_minor, balance_minor, available_minor, item, effective_at)
                select 9, leg, tenant, account_id, currency, layer, side, amount_minor,
                    balance_minor, available_minor, item, effective_at
                from truebook.posting where global_index = 1\
                """;

        assertThatThrownBy(() -> jdbc.sql(past).update())
                .hasMessageContaining("the posting of event 9 counts from a closed period");
    }

    @Test
    void the_database_opens_nothing_again() {
        store.writer.append(close(0, NOVEMBER));

        assertThatThrownBy(() ->
                        jdbc.sql(
                                        """
                                        update truebook.books set closed_index = 9,
                                            open_from = open_from - interval '1 day'\
                                        """)
                                .update())
                .hasMessageContaining("never opened again");
    }

    private static Append booked(String aggregate, Instant at) {
        return Appends.to(aggregate).event(0).booked(100, at).build();
    }

    private static Append close(int sequence, Instant openFrom) {
        return Appends.to("books").event(sequence).closing(openFrom).build();
    }

    private List<Stored> entries() {
        return jdbc.sql(
                        """
                        select p.global_index, p.effective_at,
                            coalesce(l.original_at, p.effective_at)
                        from truebook.posting p
                        left join truebook.late_entry l on l.global_index = p.global_index
                        where p.leg = 0 order by 1\
                        """)
                .query((row, _) ->
                        new Stored(
                                row.getLong(1),
                                row.getObject(2, OffsetDateTime.class).toInstant(),
                                row.getObject(3, OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Holds the head while all of them queue up behind one more change, then lets go. */
    private List<AppendResult> inOneBatch(List<Append> changes) throws Exception {
        try (var head = store.database.dataSource().getConnection();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            head.setAutoCommit(false);
            head.createStatement().execute("select 1 from truebook.ledger_head for update");
            var blocker = Appends.to("first").event(0).build();
            var blocked = threads.submit(() -> store.writer.append(blocker));
            untilBlocked();
            List<Callable<AppendResult>> all = new ArrayList<>();
            changes.forEach(change -> all.add(() -> store.writer.append(change)));
            var results = all.stream().map(threads::submit).toList();
            while (store.writer.waiting() < changes.size()) {
                Thread.onSpinWait();
            }
            head.rollback();
            assertThat(blocked.get()).isInstanceOf(Appended.class);
            List<AppendResult> done = new ArrayList<>();
            for (var result : results) {
                done.add(result.get());
            }
            return done;
        }
    }

    private void untilBlocked() {
        while (jdbc.sql("select count(*) from pg_locks where not granted")
                        .query(Long.class)
                        .single()
                == 0) {
            Thread.onSpinWait();
        }
    }
}
