package io.truebook.api.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class DispatcherCrashDbTest extends DispatchingLedger {

    @Nested
    class Two_dispatchers {

        @Test
        void never_call_for_the_same_operation_at_once() throws InterruptedException {
            var perOperation = new java.util.concurrent.ConcurrentHashMap<String, AtomicInteger>();
            var overlaps = new AtomicInteger();
            provider.onSend =
                    call -> {
                        var here =
                                perOperation.computeIfAbsent(
                                        call.operationId(), _ -> new AtomicInteger());
                        if (here.incrementAndGet() > 1) {
                            overlaps.incrementAndGet();
                        }
                        try {
                            return provider.execute(call);
                        } finally {
                            here.decrementAndGet();
                        }
                    };
            dispatcher();
            dispatcher();

            var ids = new ArrayList<String>();
            for (int i = 0; i < 40; i++) {
                ids.add(ledger.charge(100, CaptureMode.AUTOMATIC));
            }

            ids.forEach(id -> ledger.await(id, DispatchingLedger::isCaptured));
            assertThat(overlaps).hasValue(0);
            assertThat(provider.sent).hasSize(40);
            assertThat(provider.mostUnderWay.get()).isLessThanOrEqualTo(16);
        }

        @Test
        void take_over_from_a_dead_one_with_the_same_request_and_key() {
            // given: the first dies between its attempt row and the answer
            callDeadline = Duration.ofMillis(100);
            var never = new CountDownLatch(1);
            provider.onSend =
                    call -> {
                        try {
                            never.await();
                        } catch (InterruptedException killed) {
                            Thread.currentThread().interrupt();
                        }
                        return new Outcome.Unknown("killed");
                    };
            var dying = dispatcher();
            var id = ledger.charge(900, CaptureMode.AUTOMATIC);
            LedgerFixture.await(provider.sent::size, sent -> sent == 1);
            dying.pause();

            // when: its lease ends
            provider.onSend = provider::execute;
            dispatcher();

            // then
            ledger.await(id, DispatchingLedger::isCaptured);
            assertThat(provider.sent).hasSize(2);
            assertThat(provider.sent.stream().distinct()).hasSize(1);

            // and: what the stale one says at last changes nothing
            never.countDown();
            assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(900);
        }

        @Test
        void let_a_stale_worker_report_facts_but_not_reschedule() throws InterruptedException {
            callDeadline = Duration.ofMillis(50);
            var release = new CountDownLatch(1);
            var first = new AtomicInteger();
            provider.onSend =
                    call -> {
                        if (first.getAndIncrement() > 0) {
                            return new Outcome.Unknown("second worker knows nothing");
                        }
                        awaitQuietly(release);
                        return provider.success(call);
                    };
            provider.onLookUp = _ -> new Outcome.Unknown("still nothing");
            dispatcher();
            dispatcher();
            var id = ledger.charge(900, CaptureMode.AUTOMATIC);
            LedgerFixture.await(provider.sent::size, sent -> sent >= 2);

            release.countDown();

            ledger.await(id, DispatchingLedger::isCaptured);
            assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(900);
            assertThat(state(id)).isEqualTo("closed");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
