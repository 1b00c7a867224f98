package io.truebook.api.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.api.security.Caller;
import io.truebook.api.security.Role;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.Recorded;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;

/** Work that is no command to an aggregate passes the same gate. */
@Tag("database")
class TransactionGateHttpTest {

    private final TransactionGate gate = Ledger.running().bean(TransactionGate.class);
    private final RequestHashes hashes = Ledger.running().bean(RequestHashes.class);
    private final String tx = "gate-" + UUID.randomUUID();
    private final AtomicInteger executions = new AtomicInteger();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** Counts, and is done when it returns. */
    private class Import implements Wish {
        @Override
        public void execute(CommandContext context) {
            executions.incrementAndGet();
        }

        @Override
        public Reply current(Recorded open) {
            throw new IllegalStateException("Never open");
        }

        @Override
        public Settled settled() {
            var body = "{\"import\":1}".getBytes(StandardCharsets.UTF_8);
            return new Settled("stl_1", 201, _ -> body);
        }
    }

    /** Does not return before it is told to. */
    private final class SlowImport extends Import {
        @Override
        public void execute(CommandContext context) {
            super.execute(context);
            started.countDown();
            try {
                assertThat(goOn.await(30, SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private ResponseEntity<byte[]> pass(Wish wish) {
        var post =
                new Post(
                        new Caller("default", "tester", Role.WRITER),
                        tx,
                        Preference.NONE,
                        "POST",
                        "/v1/imports",
                        "",
                        "text/csv",
                        new byte[0],
                        hashes);
        return gate.pass(post, post.context("import", Map.of()), wish);
    }

    @Test
    void is_done_once_and_answered_the_same_for_ever() {
        var first = pass(new Import());
        var second = pass(new Import());

        assertThat(first.getStatusCode().value()).isEqualTo(201);
        assertThat(second.getBody()).isEqualTo(first.getBody());
        assertThat(second.getHeaders().getFirst("Idempotent-Replayed")).isEqualTo("true");
        assertThat(executions).hasValue(1);
    }

    @Test
    void that_fails_may_be_sent_again() {
        var failing =
                new Import() {
                    @Override
                    public void execute(CommandContext context) {
                        throw new CommandRejected(Rejection.OVERLOADED, "busy");
                    }
                };

        assertThatThrownBy(() -> pass(failing)).isInstanceOf(CommandRejected.class);

        assertThat(pass(new Import()).getStatusCode().value()).isEqualTo(201);
    }

    @Test
    void that_is_under_way_is_waited_for_and_then_a_conflict() throws Exception {
        var first = later(new SlowImport());
        assertThat(started.await(30, SECONDS)).isTrue();

        assertThatThrownBy(() -> pass(new Import()))
                .hasMessageContaining("transaction_in_progress");

        goOn.countDown();
        assertThat(first.get().getStatusCode().value()).isEqualTo(201);
        assertThat(executions).hasValue(1);
    }

    @Test
    void that_ends_while_a_repeat_waits_answers_both() throws Exception {
        var first = later(new SlowImport());
        assertThat(started.await(30, SECONDS)).isTrue();
        var second = later(new Import());

        goOn.countDown();

        assertThat(second.get().getBody()).isEqualTo(first.get().getBody());
        assertThat(executions).hasValue(1);
    }

    private CompletableFuture<ResponseEntity<byte[]>> later(Wish wish) {
        return CompletableFuture.supplyAsync(
                () -> pass(wish), Executors.newVirtualThreadPerTaskExecutor());
    }
}
