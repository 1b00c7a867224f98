package io.truebook.api.webhook;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.api.provider.CallbackDialect.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiPredicate;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What came without a proof that holds: counted, never kept, and at most a reason to ask the
 * provider sooner about a payment we know.
 *
 * <p>Only so many of a connection are even looked at in a minute, so a flood of forgeries becomes
 * neither a flood of calls nor one of look-ups. Proofs that hold but for their time, one after the
 * other and each newer than the last, are the sign of a clock that is wrong, most likely ours.
 */
public final class UnprovenCallbacks {

    /** Of a connection, in a minute. */
    static final int LOOKED_AT = 10;

    /** So many in a row, without one that holds. */
    static final int SIGNS_OF_A_WRONG_CLOCK = 3;

    private static final Logger log = LoggerFactory.getLogger(UnprovenCallbacks.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** What is known of a connection's refused callbacks since this node has started. */
    public static final class Tally {

        private final LongAdder forged = new LongAdder();
        private final LongAdder untimely = new LongAdder();
        private final LongAdder asked = new LongAdder();
        private Instant minuteEnds = Instant.MIN;
        private int lookedAt;
        private int untimelyInARow;
        private Instant newestProof = Instant.MIN;
        private Duration off = Duration.ZERO;

        /** Refused: signed by nobody who knows a secret. */
        public LongAdder forged() {
            return forged;
        }

        /** Refused: signed, but not now. */
        public LongAdder untimely() {
            return untimely;
        }

        /** How often one had the provider asked sooner. */
        public LongAdder asked() {
            return asked;
        }

        /** How far our clock and the provider's seem to be apart; zero for no such sign. */
        public synchronized Duration clocksApart() {
            return untimelyInARow < SIGNS_OF_A_WRONG_CLOCK ? Duration.ZERO : off;
        }

        private synchronized boolean mayLook(Instant now) {
            if (!now.isBefore(minuteEnds)) {
                minuteEnds = now.plus(MINUTE);
                lookedAt = 0;
            }
            return lookedAt++ < LOOKED_AT;
        }

        /** Whether it now looks as if a clock were wrong, and did not before. */
        private synchronized boolean untimely(Duration age, Instant now) {
            untimely.increment();
            var made = now.minus(age);
            if (!made.isAfter(newestProof)) {
                return false; // An old one sent again says nothing of clocks.
            }
            newestProof = made;
            off = age;
            return ++untimelyInARow == SIGNS_OF_A_WRONG_CLOCK;
        }

        private synchronized void proven() {
            untimelyInARow = 0;
        }
    }

    private final Map<String, Tally> tallies = new TreeMap<>();
    private final CallbackRouter router;
    private final BiPredicate<String, String> askNow;

    /**
     * @param askNow has a connection's payment asked about now; whether there was a question open
     */
    public UnprovenCallbacks(
            List<CallbackDialect> dialects,
            DataSource dataSource,
            BiPredicate<String, String> askNow) {
        dialects.forEach(dialect -> tallies.put(dialect.connection(), new Tally()));
        this.router = new CallbackRouter(dataSource);
        this.askNow = askNow;
    }

    /** By connection. */
    public Map<String, Tally> tallies() {
        return Map.copyOf(tallies);
    }

    void proven(String connection) {
        tally(connection).proven();
    }

    /** Nothing of it is kept. */
    void refused(
            CallbackDialect dialect,
            byte[] body,
            Function<String, List<String>> headers,
            Instant now) {
        var tally = tally(dialect.connection());
        count(dialect, tally, body, headers, now);
        if (tally.mayLook(now)) {
            log.warn(
                    "A callback for {} was refused: its signature does not hold now",
                    dialect.connection());
            ask(dialect, tally, body);
        }
    }

    private static void count(
            CallbackDialect dialect,
            Tally tally,
            byte[] body,
            Function<String, List<String>> headers,
            Instant now) {
        var age = dialect.ageOfProof(body, headers, now);
        if (age.isEmpty()) {
            tally.forged.increment();
        } else if (tally.untimely(age.get(), now)) {
            log.error(
                    "ALERT {}: callbacks are signed, but {} s away from now: is our clock right?",
                    dialect.connection(),
                    age.get().toSeconds());
        }
    }

    /** What it says is believed of nobody; that it names a payment is reason enough to ask. */
    private void ask(CallbackDialect dialect, Tally tally, byte[] body) {
        try {
            if (dialect.letters(body).stream()
                    .limit(LOOKED_AT)
                    .anyMatch(letter -> isAskedAbout(dialect, letter))) {
                tally.asked.increment();
            }
        } catch (RuntimeException | StackOverflowError hostile) {
            log.debug("A refused callback could not be looked at", hostile);
        }
    }

    private boolean isAskedAbout(CallbackDialect dialect, byte[] letter) {
        return dialect.read(letter) instanceof Reading.Facts told
                && router.paymentOf(dialect.connection(), told.route())
                        .filter(payment -> askNow.test(dialect.connection(), payment))
                        .isPresent();
    }

    private Tally tally(String connection) {
        var tally = tallies.get(connection);
        if (tally == null) {
            throw new IllegalStateException("Nobody listens to " + connection);
        }
        return tally;
    }
}
