package io.truebook.api.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.Attempt.OpenCall;
import io.truebook.api.provider.Attempt.Step;
import io.truebook.api.provider.Attempt.Turn;
import io.truebook.api.provider.OperationTable.Next;
import io.truebook.ledger.money.CurrencyTable;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.PaymentProvider.FrozenRequest;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("database")
class OperationTableDbTest {

    private static final int OPERATIONS = 8;

    private final TestDatabase database = TestDatabase.fresh();
    private final OperationTable table = new OperationTable(database.dataSource());
    private final Instant now = Instant.parse("2026-11-21T10:00:00Z");

    @BeforeEach
    void operations_that_were_tried_once() {
        for (int i = 0; i < OPERATIONS; i++) {
            JdbcClient.create(database.dataSource())
                    .sql(
                            """
                            insert into truebook.provider_operation (operation_id, tenant,
                                payment_id, connection, kind, origin, transaction_id, due_at,
                                attempt_count, opened_index)
                            values (?, 'default', ?, 'stripe', 'capture', 'api', 't', now(), 1, 1)
                            """)
                    .params("op_" + i, "ch_" + i)
                    .update();
        }
    }

    @AfterEach
    void drop() {
        table.close();
        database.close();
    }

    private Attempt attempt(int operation) {
        var id = "op_" + operation;
        return new Attempt(
                new OpenCall(
                        id,
                        "default",
                        "ch_" + operation,
                        "stripe",
                        0,
                        Step.SEND,
                        Turn.FIRST,
                        now,
                        null,
                        null,
                        0,
                        0),
                1,
                Step.SEND,
                new ProviderCall.Capture(id, "pi", new Money(1, CurrencyTable.of("EUR"))),
                new FrozenRequest("/", ""),
                now,
                true);
    }

    private CompletableFuture<Boolean> reschedule(int operation) {
        var next = new Next(Step.QUERY, now, 1, 0, true, "pending");
        return CompletableFuture.supplyAsync(() -> table.reschedule(attempt(operation), next));
    }

    private static void close(Connection writer, int operation) throws SQLException {
        try (var update =
                writer.prepareStatement(
                        "update truebook.provider_operation set state = 'closed'"
                                + " where operation_id = ?")) {
            update.setString(1, "op_" + operation);
            update.executeUpdate();
        }
    }

    /** As the journal's writer does, which has more to lose by waiting. */
    @Test
    void holds_up_nobody_who_has_one_of_them_and_wants_the_others() throws SQLException {
        List<CompletableFuture<Boolean>> rescheduled;
        try (var writer = database.dataSource().getConnection()) {
            writer.setAutoCommit(false);
            close(writer, OPERATIONS - 1);

            rescheduled = IntStream.range(0, OPERATIONS).mapToObj(this::reschedule).toList();
            for (int i = OPERATIONS - 2; i >= 0; i--) {
                close(writer, i);
            }
            writer.commit();
        }

        assertThat(rescheduled)
                .allSatisfy(one -> assertThat(one).succeedsWithin(Duration.ofSeconds(10)));
        assertThat(rescheduled.getLast().join()).isFalse();
    }

    @Test
    void changes_nothing_for_whom_a_later_attempt_has_overtaken() {
        assertThat(reschedule(0).join()).isTrue();

        JdbcClient.create(database.dataSource())
                .sql("update truebook.provider_operation set attempt_count = 2")
                .update();

        assertThat(reschedule(0).join()).isFalse();
    }
}
