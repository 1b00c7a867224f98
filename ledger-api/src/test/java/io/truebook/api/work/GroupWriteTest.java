package io.truebook.api.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.UncategorizedSQLException;

class GroupWriteTest {

    private static final String BAD_DATA = "22021";
    private static final String AWAY = "08006";

    private final List<List<Integer>> batches = new ArrayList<>();
    private final CountDownLatch firstIsWritten = new CountDownLatch(1);

    /** Holds the first batch up until the others wait; refuses thirteen. */
    private List<String> write(List<Integer> batch, String state) {
        batches.add(batch);
        if (batches.size() == 1) {
            try {
                firstIsWritten.await();
            } catch (InterruptedException stop) {
                throw new IllegalStateException(stop);
            }
        }
        if (batch.contains(13)) {
            throw new UncategorizedSQLException("write", "sql", new SQLException("no", state));
        }
        return batch.stream().map(item -> "wrote " + item).toList();
    }

    private List<CompletableFuture<String>> written(String state) {
        try (var group =
                new GroupWrite<Integer, String>("group", 4, 100, all -> write(all, state))) {
            var submitted = new ArrayList<CompletableFuture<String>>();
            submitted.add(group.submit(10));
            IntStream.range(11, 17).forEach(item -> submitted.add(group.submit(item)));
            firstIsWritten.countDown();
            return submitted;
        }
    }

    @Test
    void writes_together_what_waits_and_in_the_order_of_the_calls() {
        try (var group =
                new GroupWrite<Integer, String>("group", 4, 100, all -> write(all, AWAY))) {
            var submitted = IntStream.range(20, 27).mapToObj(group::submit).toList();
            firstIsWritten.countDown();

            assertThat(submitted.stream().map(GroupWrite::await))
                    .containsExactlyElementsOf(
                            IntStream.range(20, 27).mapToObj(item -> "wrote " + item).toList());
        }
        assertThat(batches.stream().flatMap(List::stream))
                .containsExactlyElementsOf(IntStream.range(20, 27).boxed().toList());
        assertThat(batches).hasSizeLessThan(7).allMatch(batch -> batch.size() <= 4);
    }

    @Test
    void tells_only_the_guilty_caller_that_its_row_cannot_be_written() {
        var submitted = written(BAD_DATA);

        assertThatThrownBy(() -> GroupWrite.await(submitted.get(3)))
                .isInstanceOf(UncategorizedSQLException.class);
        submitted.remove(3);
        assertThat(submitted.stream().map(GroupWrite::await))
                .containsExactly(
                        "wrote 10", "wrote 11", "wrote 12", "wrote 14", "wrote 15", "wrote 16");
    }

    @Test
    void tells_all_of_a_batch_that_the_database_is_away_and_does_not_ask_it_again_for_each() {
        var submitted = written(AWAY);

        assertThatThrownBy(() -> GroupWrite.await(submitted.get(3)))
                .isInstanceOf(UncategorizedSQLException.class);
        assertThat(batches.stream().filter(batch -> batch.contains(13))).hasSize(1);
    }

    @Test
    void writes_at_its_end_what_was_handed_in_and_takes_nothing_more() {
        var submitted = written(AWAY);
        var closed = new GroupWrite<Integer, String>("group", 4, 100, all -> write(all, AWAY));
        closed.close();

        assertThat(submitted).allMatch(CompletableFuture::isDone);
        assertThatThrownBy(() -> closed.apply(1)).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void refuses_more_than_may_wait() {
        try (var group = new GroupWrite<Integer, String>("group", 4, 2, all -> write(all, AWAY))) {
            group.submit(1).isDone();
            group.submit(2).isDone();

            assertThatThrownBy(() -> group.submit(3))
                    .isInstanceOf(RejectedExecutionException.class);
            firstIsWritten.countDown();
        }
    }

    @Test
    void lives_on_after_whatever_goes_wrong_and_tells_who_waited() {
        var failures =
                new ArrayDeque<Throwable>(
                        List.of(new StackOverflowError(), new IllegalStateException()));
        try (var group =
                new GroupWrite<Integer, String>("group", 4, 100, all -> failing(failures, all))) {
            assertThatThrownBy(() -> group.apply(1))
                    .hasRootCauseInstanceOf(StackOverflowError.class);
            assertThatThrownBy(() -> group.apply(2)).isInstanceOf(IllegalStateException.class);
            assertThat(group.apply(3)).isEqualTo("wrote");
        }
    }

    private static List<String> failing(Queue<Throwable> failures, List<Integer> all) {
        switch (failures.poll()) {
            case Error error -> throw error;
            case RuntimeException failure -> throw failure;
            case null, default -> {}
        }
        return all.stream().map(_ -> "wrote").toList();
    }

    @Test
    void tries_again_what_only_lost_a_race_for_locks() {
        var tried = new AtomicInteger();
        try (var group =
                new GroupWrite<Integer, String>(
                        "group",
                        4,
                        100,
                        all -> {
                            if (tried.incrementAndGet() < 3) {
                                throw new UncategorizedSQLException(
                                        "write", "sql", new SQLException("no", "40P01"));
                            }
                            return write(all, AWAY);
                        })) {
            firstIsWritten.countDown();

            assertThat(group.apply(1)).isEqualTo("wrote 1");
        }
    }
}
