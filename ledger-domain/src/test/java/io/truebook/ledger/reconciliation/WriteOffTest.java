package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.Breaks.EUR_20;
import static io.truebook.ledger.reconciliation.Breaks.ID;
import static io.truebook.ledger.reconciliation.Breaks.NOW;
import static io.truebook.ledger.reconciliation.Breaks.gone;
import static io.truebook.ledger.reconciliation.Breaks.nothingAtTheProvider;
import static io.truebook.ledger.reconciliation.DecidingBreak.propose;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.BreakCommand.ProposeRepair;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Giving a difference up: when it may be done, what it books, and how it is taken back. */
class WriteOffTest {

    private static final String CLEARING = "provider:stripe:clearing";
    private static final String SUSPENSE = "suspense:stripe";
    private static final String LOSSES = "platform:losses";
    private static final String GAINS = "platform:gains";
    private static final Instant OLD = NOW.minus(Duration.ofDays(31));

    private final DecidingBreak it = new DecidingBreak();

    @Test
    void is_refused_below_thirty_days_unless_it_is_dust() {
        var young = nothingAtTheProvider(EUR_20, NOW.minus(Duration.ofDays(30)));
        var dust = nothingAtTheProvider(Money.of(99, "EUR"), NOW.minus(Duration.ofDays(4)));
        var hundred = nothingAtTheProvider(Money.of(100, "EUR"), NOW.minus(Duration.ofDays(4)));

        assertThat(it.decide(propose("ann", RepairKind.WRITE_OFF, young)))
                .isEqualTo(Rejection.WRITE_OFF_NOT_ALLOWED);
        assertThat(it.decide(propose("ann", RepairKind.WRITE_OFF, hundred)))
                .isEqualTo(Rejection.WRITE_OFF_NOT_ALLOWED);
        assertThat(it.decide(propose("ann", RepairKind.WRITE_OFF, dust))).isNull();
    }

    @Test
    void is_refused_of_what_another_break_has_booked() {
        var repair = Breaks.of("brk_2", nothingAtTheProvider(EUR_20, OLD));

        assertThat(it.decide(propose("ann", RepairKind.WRITE_OFF, repair)))
                .isEqualTo(Rejection.REPAIR_NOT_POSSIBLE);
    }

    @Test
    void names_its_reason() {
        var old = nothingAtTheProvider(EUR_20, OLD);
        var silent = new ProposeRepair(ID, "ann", RepairKind.WRITE_OFF, null, "", false, old, NOW);

        assertThat(it.decide(silent)).isEqualTo(Rejection.REPAIR_NOT_POSSIBLE);
    }

    @Test
    void is_a_loss_where_the_provider_has_less() {
        it.repair(RepairKind.WRITE_OFF, nothingAtTheProvider(EUR_20, OLD));

        assertThat(it.books)
                .containsOnly(
                        Map.entry(CLEARING, -2_000L),
                        Map.entry(SUSPENSE, 0L),
                        Map.entry(LOSSES, 2_000L));
    }

    @Test
    void of_what_was_parked_is_a_gain_where_nobody_came_for_it() {
        var old =
                Breaks.facts(
                        FindingCode.MISSING_IN_LEDGER,
                        Finding.Leg.SETTLEMENT,
                        BreakFacts.Standing.OPEN,
                        EUR_20,
                        OLD,
                        Breaks.charge(EUR_20, true),
                        null);
        it.repair(RepairKind.PARK, old);
        it.repair(RepairKind.WRITE_OFF, gone(old));

        assertThat(it.books)
                .containsOnly(
                        Map.entry(CLEARING, 2_000L),
                        Map.entry(SUSPENSE, 0L),
                        Map.entry(GAINS, -2_000L));
        assertThat(it.decide(propose("ann", RepairKind.WRITE_OFF, gone(old))))
                .isEqualTo(Rejection.REPAIR_NOT_POSSIBLE);
    }

    @Test
    void is_taken_back_whole_when_the_money_turns_up() {
        var old = nothingAtTheProvider(EUR_20, OLD);
        it.repair(RepairKind.WRITE_OFF, old);
        it.repair(RepairKind.REVERSE, gone(old));

        assertThat(it.books.values()).containsOnly(0L);
        assertThat(it.state.writtenOff()).isNull();
    }
}
