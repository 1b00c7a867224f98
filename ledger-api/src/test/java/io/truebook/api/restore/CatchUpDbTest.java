package io.truebook.api.restore;

import static io.truebook.api.provider.LedgerFixture.CONNECTION;
import static io.truebook.api.provider.LedgerFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.ProviderHistory;
import io.truebook.api.restore.CatchUp.Cause;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.TransactionMark;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.projection.store.TransactionKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A ledger that has forgotten, and a provider that has not. */
@Tag("database")
class CatchUpDbTest {

    private static final Instant THEN = Instant.parse("2026-11-20T10:00:00Z");
    private static final Money EUR_10 = Money.of(1000, "EUR");

    /** A provider's memory, one object or event on each page. */
    private static final class Past implements ProviderHistory {
        private final List<String> events = new ArrayList<>();
        private final List<Made> payments = new ArrayList<>();
        private final List<Made> refunds = new ArrayList<>();
        private final List<String> asked = new ArrayList<>();
        private boolean away;

        @Override
        public String connection() {
            return CONNECTION;
        }

        @Override
        public Optional<Page> page(Shelf shelf, Instant since, String after) {
            if (away) {
                return Optional.empty();
            }
            asked.add(shelf + " " + after);
            int at = after == null ? 0 : Integer.parseInt(after) + 1;
            return Optional.of(
                    switch (shelf) {
                        case EVENTS ->
                                new Page(
                                        events.stream()
                                                .skip(at)
                                                .limit(1)
                                                .map(String::getBytes)
                                                .toList(),
                                        null,
                                        List.of(),
                                        next(at, events));
                        case PAYMENTS -> made(at, payments);
                        case REFUNDS -> made(at, refunds);
                    });
        }

        private static Page made(int at, List<Made> all) {
            var one = all.stream().skip(at).limit(1).toList();
            return new Page(List.of(), null, one, next(at, all));
        }

        private static String next(int at, List<?> all) {
            return at + 1 < all.size() ? Integer.toString(at) : null;
        }
    }

    private final LedgerFixture ledger = new LedgerFixture();
    private final CatchUps catchUps = new CatchUps(ledger.database.dataSource());
    private final LostOperations lost = new LostOperations(ledger.database.dataSource());
    private final RestoreGuard guard = new RestoreGuard(catchUps, lost);
    private final Past past = new Past();
    private final List<String> replayed = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final CatchUpWorker worker = worker();

    private CatchUpWorker worker() {
        return new CatchUpWorker(
                catchUps,
                lost,
                guard,
                Map.of(CONNECTION, past),
                (_, event) -> {
                    var text = new String(event, java.nio.charset.StandardCharsets.UTF_8);
                    boolean isNew = !replayed.contains(text);
                    replayed.add(text);
                    return isNew;
                },
                ledger.recorder,
                new CatchUpWorker.Surroundings() {
                    @Override
                    public void catchingUp() {
                        calls.add("stopped");
                    }

                    @Override
                    public void caughtUp() {
                        calls.add("go on");
                    }
                },
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void begin() {
        catchUps.begin(TENANT, CONNECTION, Cause.COMMAND, THEN, Duration.ofHours(1), null, "test");
        worker.step();
    }

    private void catchUp() {
        begin();
        int steps = 0;
        while (guard.isCatchingUp()) {
            worker.step();
            assertThat(++steps).as("it ends").isLessThan(100);
        }
    }

    private static FactSource source(String object, String payment) {
        return FactSource.first(CONNECTION, object, payment, THEN);
    }

    private static ProviderHistory.Made payment(String object, String operation, String order) {
        var taken = new ProviderFact.Captured(source("ch_of_" + object, object), EUR_10);
        return new ProviderHistory.Made(
                "payment",
                object,
                null,
                operation,
                TransactionMark.of(TENANT, "api", order),
                EUR_10,
                "succeeded",
                THEN,
                List.of(taken));
    }

    private static ProviderHistory.Made refund(String object, String payment, String order) {
        var given =
                new ProviderFact.RefundSucceeded(
                        source(object, payment), "re_lost", Money.of(400, "EUR"));
        return new ProviderHistory.Made(
                "refund",
                object,
                payment,
                "re_lost",
                TransactionMark.of(TENANT, "api", order),
                Money.of(400, "EUR"),
                "succeeded",
                THEN,
                List.of(given));
    }

    private static TransactionKey order(String id) {
        return TransactionKey.ofClient(TENANT, id);
    }

    @Test
    void a_known_charge_learns_what_became_of_it() {
        var charge = ledger.charge(1000, CaptureMode.AUTOMATIC);
        past.payments.add(payment("pi_1", charge, charge));

        catchUp();

        assertThat(ledger.payment(charge)).isInstanceOf(Payment.Captured.class);
        assertThat(lost.orphans(TENANT, null, 10)).isEmpty();
        assertThatCode(() -> guard.admit(order("new"))).doesNotThrowAnyException();
    }

    @Test
    void the_transaction_id_of_a_lost_charge_is_never_taken_again() {
        past.payments.add(payment("pi_1", "ch_lost", "order-9"));

        catchUp();

        assertThatThrownBy(() -> guard.admit(order("order-9")))
                .hasMessageContaining("transaction_before_restore")
                .hasMessageContaining("pi_1");
        assertThatCode(() -> guard.admit(order("order-10"))).doesNotThrowAnyException();
        assertThat(new RestoreGuard(catchUps, lost))
                .as("after a restart")
                .satisfies(again ->
                        assertThatThrownBy(() -> again.admit(order("order-9")))
                                .hasMessageContaining("transaction_before_restore"));
        assertThat(lost.orphans(TENANT, null, 10))
                .singleElement()
                .satisfies(orphan -> {
                    assertThat(orphan.objectId()).isEqualTo("pi_1");
                    assertThat(orphan.amount()).isEqualTo(1000);
                });
    }

    @Test
    void a_lost_refund_of_a_known_charge_is_booked_and_its_id_refused() {
        var charge = ledger.charge(1000, CaptureMode.AUTOMATIC);
        past.payments.add(payment("pi_1", charge, charge));
        past.refunds.add(refund("re_at_provider", "pi_1", "refund-9"));

        catchUp();

        var file = ledger.payment(charge).known().orElseThrow();
        assertThat(file.refunded()).isEqualTo(Money.of(400, "EUR"));
        assertThat(lost.orphans(TENANT, null, 10)).isEmpty();
        assertThatThrownBy(() -> guard.admit(order("refund-9")))
                .hasMessageContaining("transaction_before_restore")
                .hasMessageContaining("re_at_provider");
    }

    @Test
    void nothing_new_is_taken_and_nobody_called_until_it_is_over() {
        past.away = true;

        begin();
        worker.step();

        assertThat(calls).containsExactly("stopped");
        assertThatThrownBy(() -> guard.admit(order("new"))).hasMessageContaining("catching_up");
        past.away = false;
        ledger.jdbc.sql("update truebook.catch_up set due_at = '-infinity'").update();
        while (guard.isCatchingUp()) {
            worker.step();
        }
        assertThat(calls).containsExactly("stopped", "go on");
        assertThatCode(() -> guard.admit(order("new"))).doesNotThrowAnyException();
    }

    @Test
    void it_ends_only_after_a_pass_without_news() {
        past.events.add("one");

        catchUp();

        assertThat(replayed).hasSizeGreaterThanOrEqualTo(2).containsOnly("one");
        var run = catchUps.latest(TENANT, 1).getFirst();
        assertThat(run.news()).isZero();
        assertThat(run.finishedAt()).isNotNull();
    }

    @Test
    void whoever_goes_on_with_it_goes_on_where_it_stopped() {
        past.events.addAll(List.of("one", "two", "three"));
        begin();
        assertThat(replayed).containsExactly("one");

        var next = worker();
        next.step();

        assertThat(replayed).containsExactly("one", "two");
        assertThat(past.asked).containsExactly("EVENTS null", "EVENTS 0");
    }

    @Test
    void begun_twice_it_runs_once() {
        begin();
        begin();

        assertThat(catchUps.latest(TENANT, 10)).hasSize(1);
    }
}
