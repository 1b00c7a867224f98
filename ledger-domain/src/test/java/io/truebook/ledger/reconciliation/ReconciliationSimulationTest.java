package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.Followed.EUR_10;
import static io.truebook.ledger.reconciliation.Followed.at;
import static io.truebook.ledger.reconciliation.Followed.done;
import static io.truebook.ledger.reconciliation.Followed.heard;
import static io.truebook.ledger.reconciliation.Followed.requested;
import static io.truebook.ledger.reconciliation.Followed.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.BreakCommand.CloseBreak;
import io.truebook.ledger.reconciliation.BreakCommand.OpenBreak;
import io.truebook.ledger.reconciliation.OperationNews.Over;
import io.truebook.ledger.reconciliation.OperationNews.Postponed;
import io.truebook.ledger.reconciliation.OperationNews.Unanswered;
import io.truebook.ledger.reconciliation.Reconciliation.Ended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Seeded histories of one operation, with repeats and in any order; {@code -Dseed=N} for one. */
class ReconciliationSimulationTest {

    private static final int SEEDS = 2_000;

    @Test
    void whatever_is_told_in_whatever_order_what_is_done_twice_has_the_same_ids() {
        for (long seed : seeds()) {
            var news = history(new Random(seed));
            var once = new Followed().tell(news.toArray(OperationNews[]::new));
            var crashed = tellingAgain(news, new Random(seed));

            assertThat(effects(crashed)).as("-Dseed=" + seed).isEqualTo(effects(once));
            assertThat(crashed.state).as("-Dseed=" + seed).isEqualTo(once.state);
        }
    }

    /** A node dies after what it did and before it kept that, and another goes on. */
    private static Followed tellingAgain(List<OperationNews> news, Random random) {
        var it = new Followed();
        for (var one : news) {
            if (random.nextInt(3) == 0) {
                var before = it.state;
                it.tell(one);
                it.state = before;
            }
            it.tell(one);
        }
        return it;
    }

    @Test
    void a_break_is_open_only_while_somebody_waits_or_a_person_has_to_look() {
        for (long seed : seeds()) {
            var it = new Followed().tell(history(new Random(seed)).toArray(OperationNews[]::new));

            var open = effects(it);
            switch (it.state) {
                case Ended _ ->
                        assertThat(open.values())
                                .as("-Dseed=" + seed)
                                .allMatch(ReconciliationSimulationTest::isForAPerson);
                case Reconciliation.Open waiting ->
                        assertThat(open.containsValue(waiting.broken()))
                                .as("-Dseed=" + seed)
                                .isEqualTo(waiting.broken() != null);
                case Reconciliation.NotFollowed _ ->
                        assertThat(open).as("-Dseed=" + seed).isEmpty();
            }
        }
    }

    private static boolean isForAPerson(FindingCode code) {
        return code == FindingCode.AMOUNT_MISMATCH || code == FindingCode.STATUS_MISMATCH;
    }

    /** The breaks that are open when each transaction id has its effect once. */
    private static Map<String, FindingCode> effects(Followed it) {
        Set<String> seen = new HashSet<>();
        var open = new HashMap<String, FindingCode>();
        for (var step : it.steps) {
            if (seen.add(step.transactionId())) {
                switch (step.command()) {
                    case OpenBreak c -> open.put(c.breakId(), c.facts().code());
                    case CloseBreak c -> open.remove(c.breakId());
                    default -> throw new AssertionError(step);
                }
            }
        }
        return open;
    }

    /** Time does not run backwards; all else does what it wants. */
    private static List<OperationNews> history(Random random) {
        var news = new ArrayList<OperationNews>();
        if (random.nextInt(10) > 0) {
            news.add(requested());
        }
        var time = Duration.ZERO;
        for (int i = random.nextInt(12); i > 0; i--) {
            time = time.plusMinutes(1 + random.nextInt(60 * 24));
            news.add(any(random, time));
        }
        return news;
    }

    private static OperationNews any(Random random, Duration time) {
        var teller = List.of(Teller.values()).get(random.nextInt(3));
        return switch (random.nextInt(9)) {
            case 0 -> requested();
            case 1 -> new Unanswered("op_1");
            case 2 -> new Postponed("op_1", Followed.after(time));
            case 3, 4 -> done(teller, time);
            case 5 ->
                    heard(says(teller, random.nextInt(9) == 0 ? Money.of(1, "EUR") : EUR_10, time));
            case 6 -> random.nextInt(4) == 0 ? new Over("op_1", Followed.after(time)) : at(time);
            case 7 -> checked(random, time);
            default -> at(time);
        };
    }

    /** What comes of asking the provider for its record. */
    private static OperationNews checked(Random random, Duration time) {
        var replies = Reply.values();
        return random.nextBoolean()
                ? heard(says(Teller.RECORDS, EUR_10, time))
                : new OperationNews.NotConfirmed(
                        "op_1", replies[random.nextInt(replies.length)], Followed.after(time));
    }

    private static List<Long> seeds() {
        var one = System.getProperty("seed");
        return one != null
                ? List.of(Long.parseLong(one))
                : new Random(20261122).longs(SEEDS).boxed().toList();
    }
}
