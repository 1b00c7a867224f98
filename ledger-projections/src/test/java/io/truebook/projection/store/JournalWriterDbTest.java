package io.truebook.projection.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.projection.store.AppendResult.Appended;
import io.truebook.projection.store.AppendResult.Conflict;
import io.truebook.projection.store.AppendResult.Duplicate;
import io.truebook.projection.store.AppendResult.Failed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One batch is one transaction: what is durable, what is refused, and whom it concerns. */
@Tag("database")
class JournalWriterDbTest {

    private final StoreFixture store = new StoreFixture();
    private final JdbcClient jdbc = JdbcClient.create(store.database.dataSource());

    @AfterEach
    void drop() {
        store.close();
    }

    @Nested
    class One_change {

        @Test
        void books_event_transaction_postings_and_balances_together() {
            var change = Appends.to("ch_1").transaction("t-1").event(0).booked(1_000);

            var result = store.writer.append(change.build());

            assertThat(result).isEqualTo(new Appended(1, 1));
            assertThat(number("select count(*) from truebook.journal_event")).isEqualTo(1);
            assertThat(number("select count(*) from truebook.transaction_register")).isEqualTo(1);
            assertThat(number("select sum(posted_debits) from truebook.account_balance"))
                    .isEqualTo(1_000);
            assertThat(
                            jdbc.sql("select balance_minor from truebook.posting order by leg")
                                    .query(Long.class)
                                    .list())
                    .containsExactly(1_000L, 1_000L);
        }

        @Test
        void keeps_times_to_the_microsecond() {
            store.writer.append(Appends.to("ch_1").transaction("t-1").event(0).booked(1).build());

            assertThat(text("select recorded_at at time zone 'UTC' from truebook.journal_event"))
                    .isEqualTo("2026-11-20 10:00:00.123456");
            assertThat(
                            text(
                                    "select effective_at at time zone 'UTC'"
                                            + " from truebook.posting where leg = 0"))
                    .isEqualTo("2026-11-20 10:00:00.123456");
        }

        @Test
        void is_all_or_nothing_over_several_aggregates() {
            store.writer.append(Appends.to("ch_2").event(0).build());
            var both = new ArrayList<EventRow>();
            both.addAll(Appends.to("ch_1").event(0).build().events());
            both.addAll(Appends.to("ch_2").event(0).build().events());

            var result =
                    store.writer.append(new Append("default", null, both, new BatchRows(), null));

            assertThat(result).isEqualTo(new Conflict(1));
            assertThat(number("select count(*) from truebook.journal_event")).isEqualTo(1);
        }
    }

    @Nested
    class Under_concurrency {

        @Test
        void the_index_is_gapless_and_running_balances_follow_it() throws Exception {
            var results = together(200, i -> booking("ch_" + i, "t-" + i, 1 + i));

            assertThat(results).allMatch(Appended.class::isInstance);
            assertThat(
                            jdbc.sql("select global_index from truebook.journal_event order by 1")
                                    .query(Long.class)
                                    .list())
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 200).boxed().toList());
            assertThat(
                            number(
                                    """
                                    select count(*) from (
                                        select balance_minor, sum(amount_minor) over (
                                            partition by account_id order by global_index, leg) s
                                        from truebook.posting) p
                                    where balance_minor <> s\
                                    """))
                    .isZero();
            assertThat(number("select count(*) from truebook.journal_batch")).isLessThan(200);
        }

        @Test
        void one_of_many_with_the_same_id_happens_and_the_others_learn_its_result()
                throws Exception {
            var results = inOneBatch(50, i -> booking("ch_" + i, "t-same", 10));

            assertThat(results).filteredOn(Appended.class::isInstance).hasSize(1);
            assertThat(results)
                    .filteredOn(Duplicate.class::isInstance)
                    .hasSize(49)
                    .allSatisfy(result ->
                            assertThat(((Duplicate) result).recorded().lastIndex()).isEqualTo(2));
            assertThat(number("select count(*) from truebook.journal_event")).isEqualTo(2);
        }

        @Test
        void one_of_many_at_the_same_place_happens_and_the_others_conflict() throws Exception {
            var results = inOneBatch(50, i -> booking("ch_same", "t-" + i, 10));

            assertThat(results).filteredOn(Appended.class::isInstance).hasSize(1);
            assertThat(results).filteredOn(Conflict.class::isInstance).hasSize(49);
            assertThat(number("select count(*) from truebook.transaction_register")).isEqualTo(1);
        }

        /** Holds the head while all of them queue up behind one more change, then lets go. */
        private List<AppendResult> inOneBatch(int count, IntFunction<Callable<AppendResult>> of)
                throws Exception {
            try (var head = store.database.dataSource().getConnection();
                    var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                head.setAutoCommit(false);
                head.createStatement().execute("select 1 from truebook.ledger_head for update");
                var first = Appends.to("first").event(0).build();
                var blocked = threads.submit(() -> store.writer.append(first));
                untilBlocked();
                var results = threads.submit(() -> together(count, of));
                while (store.writer.waiting() < count) {
                    Thread.onSpinWait();
                }
                head.rollback();
                assertThat(blocked.get()).isInstanceOf(Appended.class);
                return results.get();
            }
        }

        private void untilBlocked() {
            while (number("select count(*) from pg_locks where not granted") == 0) {
                Thread.onSpinWait();
            }
        }

        @Test
        void a_change_the_database_refuses_fails_alone() throws Exception {
            var results =
                    together(
                            40,
                            i ->
                                    i % 10 == 3
                                            ? booking("ch_\0" + i, "t-" + i, 10)
                                            : booking("ch_" + i, "t-" + i, 10));

            assertThat(results).filteredOn(Failed.class::isInstance).hasSize(4);
            assertThat(results).filteredOn(Appended.class::isInstance).hasSize(36);
            assertThat(number("select max(global_index) from truebook.journal_event"))
                    .isEqualTo(36);
        }

        @Test
        void writers_of_two_nodes_share_one_gapless_index() throws Exception {
            try (var other = store.anotherWriter()) {
                var results =
                        together(
                                300,
                                i -> {
                                    var writer = i % 2 == 0 ? store.writer : other;
                                    // Two thirds race with the same id on the other node; the
                                    // rest are a node's own, so that each has to write.
                                    String id = i < 200 ? "t-" + i / 2 : "own-" + i;
                                    return () -> writer.append(change("ch_" + i, id, 7));
                                });

                assertThat(results).filteredOn(Appended.class::isInstance).hasSize(200);
                assertThat(results).filteredOn(Duplicate.class::isInstance).hasSize(100);
                assertThat(number("select max(global_index) from truebook.journal_event"))
                        .isEqualTo(200);
                assertThat(number("select count(distinct writer) from truebook.journal_batch"))
                        .isEqualTo(2);
                assertThat(number("select sum(posted_debits) from truebook.account_balance"))
                        .isEqualTo(200 * 7);
            }
        }
    }

    private Callable<AppendResult> booking(String aggregate, String transaction, long minor) {
        return () -> store.writer.append(change(aggregate, transaction, minor));
    }

    static Append change(String aggregate, String transaction, long minor) {
        return Appends.to(aggregate).transaction(transaction).event(0).booked(minor).build();
    }

    private long number(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    private String text(String sql) {
        return jdbc.sql(sql).query(String.class).single();
    }

    /** Runs all of them as nearly at once as the machine can. */
    static List<AppendResult> together(int count, IntFunction<Callable<AppendResult>> of)
            throws Exception {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<AppendResult>> futures =
                    IntStream.range(0, count)
                            .mapToObj(of)
                            .map(task ->
                                    threads.submit(() -> {
                                        start.await();
                                        return task.call();
                                    }))
                            .toList();
            start.countDown();
            List<AppendResult> results = new ArrayList<>();
            for (var future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
