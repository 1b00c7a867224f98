package io.truebook.api.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.param.PaymentIntentListParams;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.truebook.api.provider.FaultyDoor.Act;
import io.truebook.api.provider.stripe.StripeProvider;
import io.truebook.api.simulator.SimulatorServer;
import io.truebook.api.simulator.SimulatorSettings;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A provider that is down for an hour of the clock while charges keep coming, and what it and we do
 * then. The figures it prints are those of docs/reliability.md.
 */
@Tag("database")
class OutageDbTest {

    private static final long SEED = Long.getLong("seed", 20261121L);
    private static final int AMOUNT = 100;
    private static final int MOST_PER_SECOND = 100;

    private static final DispatcherSettings PACE =
            new DispatcherSettings(
                    false,
                    Duration.ofMillis(500),
                    32,
                    MOST_PER_SECOND,
                    Duration.ofSeconds(30),
                    List.of(
                            Duration.ofSeconds(30),
                            Duration.ofMinutes(2),
                            Duration.ofMinutes(10),
                            Duration.ofHours(1),
                            Duration.ofHours(6)),
                    Duration.ofMillis(250),
                    Duration.ofSeconds(60));

    private final MovableClock clock = new MovableClock();
    private final LedgerFixture ledger = new LedgerFixture();
    private final TestDatabase providersOwn = TestDatabase.fresh();
    private final SimulatorServer simulator =
            SimulatorServer.start(
                    SimulatorSettings.of(providersOwn.simulatorDataSource()).withClock(clock));
    private final FaultyDoor door = new FaultyDoor(simulator.baseUri(), clock);
    private final ProviderDispatcher dispatcher = dispatcher();
    private final List<String> charges = new ArrayList<>();

    private ProviderDispatcher dispatcher() {
        var timeout = Duration.ofSeconds(5);
        var stripe =
                new StripeProvider(
                        LedgerFixture.CONNECTION,
                        simulator.apiKey(),
                        door.uri(),
                        timeout,
                        timeout,
                        clock);
        return new ProviderDispatcher(
                List.of(new ProviderConnection(stripe, timeout)),
                ledger.database.dataSource(),
                ledger.payments::of,
                ledger.recorder,
                PACE,
                clock);
    }

    @AfterEach
    void stop() {
        dispatcher.close();
        door.close();
        simulator.close();
        providersOwn.close();
        ledger.close();
    }

    /** Has all that may begin at this moment begin and end. */
    private void settle() {
        int before;
        do {
            before = door.count();
            dispatcher.takeDue();
            LedgerFixture.await(dispatcher::isIdle, idle -> idle);
        } while (door.count() > before);
    }

    private void let(Duration time, Duration step, Duration chargeEach) {
        var end = clock.instant().plus(time);
        var next = clock.instant();
        while (clock.instant().isBefore(end)) {
            clock.advance(step);
            if (!clock.instant().isBefore(next)) {
                charges.add(ledger.charge(AMOUNT, CaptureMode.AUTOMATIC));
                next = next.plus(chargeEach);
            }
            settle();
        }
    }

    private CallGate gate() {
        return dispatcher.gates().getFirst();
    }

    private long open() {
        return ledger.jdbc
                .sql("select count(*) from truebook.provider_operation where state = 'open'")
                .query(Long.class)
                .single();
    }

    private List<Instant> cameIn(Instant from, Instant to) {
        return door.came().stream().filter(at -> !at.isBefore(from) && at.isBefore(to)).toList();
    }

    private static Map<Long, Integer> bySecond(List<Instant> calls) {
        var counts = new TreeMap<Long, Integer>();
        calls.forEach(at -> counts.merge(at.getEpochSecond(), 1, Integer::sum));
        return counts;
    }

    @Test
    void of_an_hour_costs_no_charge_and_no_double_charge_and_ends_in_no_storm()
            throws StripeException {
        // given: a provider that works
        var began = clock.instant();
        let(Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThat(open()).isZero();

        // when: it is away for an hour, in every way there is
        var random = new Random(SEED);
        var acts = List.of(Act.DROP_BEFORE, Act.DROP_AFTER, Act.ANSWER_503);
        door.act = () -> acts.get(random.nextInt(acts.size()));
        var away = clock.instant();
        let(Duration.ofHours(1), Duration.ofSeconds(2), Duration.ofSeconds(6));
        var back = clock.instant();
        assertThat(gate().state()).isNotEqualTo(State.CLOSED);
        long waited = open();

        // then: it is hardly called meanwhile
        var during = cameIn(away, back);
        assertThat(during.size()).isLessThan(500);
        assertThat(Collections.max(bySecond(during).values())).isLessThanOrEqualTo(20);

        // and when: it is back, in real time
        door.act = () -> Act.LET_IN;
        while (gate().state() != State.CLOSED) {
            clock.advance(Duration.ofSeconds(1));
            settle();
        }
        var called = clock.instant();
        while (unsent() > 0) {
            dispatcher.takeDue();
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        LedgerFixture.await(dispatcher::isIdle, idle -> idle);
        var drained = clock.instant();

        // then: calls come back as a slope
        var after = bySecond(cameIn(called, drained));
        assertThat(Collections.max(after.values())).isLessThanOrEqualTo(MOST_PER_SECOND * 3 / 2);
        assertThat(after.values().iterator().next()).isLessThanOrEqualTo(3 * Pace.FIRST);

        // and: what was unknown is asked about, and in the end everything is known
        for (int hours = 0; open() > 0 && hours < 24; hours++) {
            clock.advance(Duration.ofHours(1));
            settle();
        }
        assertThat(charges).allMatch(id -> ledger.payment(id) instanceof Payment.Captured);
        assertThat(
                        ledger.posted("provider:stripe:clearing")
                                + ledger.posted("provider:stripe:fees"))
                .isEqualTo((long) charges.size() * AMOUNT);
        assertThat(chargedByProvider()).hasSize(charges.size()).allSatisfy((_, n) -> assertOne(n));

        print(began, away, during, back, waited, called, after, drained);
    }

    private static void assertOne(int times) {
        assertThat(times).isEqualTo(1);
    }

    private long unsent() {
        return ledger.jdbc
                .sql(
                        """
                        select count(*) from truebook.provider_operation
                        where state = 'open' and attempt_count = 0
                        """)
                .query(Long.class)
                .single();
    }

    /** How often the provider has charged for each operation, by its own list. */
    private Map<String, Integer> chargedByProvider() throws StripeException {
        var stripe =
                StripeClient.builder()
                        .setApiKey(simulator.apiKey())
                        .setApiBase(simulator.baseUri().toString())
                        .build();
        var counts = new HashMap<String, Integer>();
        var all = PaymentIntentListParams.builder().setLimit(100L).build();
        for (var payment : stripe.v1().paymentIntents().list(all).autoPagingIterable()) {
            if (payment.getStatus().equals("succeeded")) {
                counts.merge(payment.getMetadata().get("truebook_operation"), 1, Integer::sum);
            }
        }
        return counts;
    }

    private void print(
            Instant began,
            Instant away,
            List<Instant> during,
            Instant back,
            long waited,
            Instant called,
            Map<Long, Integer> after,
            Instant drained) {
        System.out.printf(
                "Outage (seed %d): before %.2f calls/s; during %d calls, %.3f/s, most in a second"
                        + " %d; %d operations waited; called again %.1f s after the end, sent within"
                        + " %.1f s of that; calls in each second %s; %d charges, each made once%n",
                SEED,
                cameIn(began, away).size() / seconds(began, away),
                during.size(),
                during.size() / seconds(away, back),
                Collections.max(bySecond(during).values()),
                waited,
                seconds(back, called),
                seconds(called, drained),
                after.values(),
                charges.size());
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
