package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDay.NEXT_DAY;
import static io.truebook.api.reconciliation.SettledDay.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.reconciliation.BreakCommand.DismissBreak;
import io.truebook.ledger.reconciliation.BreakCommand.OpenBreak;
import io.truebook.ledger.reconciliation.BreakFacts;
import io.truebook.ledger.reconciliation.BreakFacts.Standing;
import io.truebook.ledger.reconciliation.Finding.Leg;
import io.truebook.ledger.reconciliation.FindingCode;
import io.truebook.ledger.reconciliation.RepairKind;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Breaks of single operations, as people and the worker deal with them; on real PostgreSQL. */
@Tag("database")
class OperationBreaksDbTest extends RepairingLedger {

    private static final String ID = "brk_operation";
    private static final Money EUR_10 = Money.of(1_000, "EUR");

    @Test
    void the_provider_is_asked_again_about_a_refund_until_it_has_answered() {
        var charge = aTakenCharge();
        var refund = ledger.refund(charge, 1_000);
        found(FindingCode.STALE_UNKNOWN, refund, charge, "No answer.");
        proposeFor(ID, "ann", RepairKind.ASK_AGAIN);
        approve("bob");

        work();

        assertThat(asked).contains(charge);
        assertThat(the("STALE_UNKNOWN").status()).isEqualTo("applying");
        var source = FactSource.first("stripe", "re_prov", "pi_1", NOON);
        tell(charge, new ProviderFact.RefundSucceeded(source, refund, EUR_10), "query");
        due();
        work();
        assertThat(the("STALE_UNKNOWN").status()).isEqualTo("resolved");
    }

    @Test
    void the_provider_is_asked_again_about_a_charge_until_it_has_answered() {
        var charge = ledger.charge(1_000, CaptureMode.AUTOMATIC);
        found(FindingCode.STALE_UNKNOWN, charge, charge, "No answer.");
        proposeFor(ID, "ann", RepairKind.ASK_AGAIN);
        approve("bob");

        work();

        assertThat(asked).contains(charge);
        tell(charge, captured("ch_prov", 1_000), "query");
        due();
        work();
        assertThat(the("STALE_UNKNOWN").status()).isEqualTo("resolved");
    }

    @Test
    void a_question_that_nobody_answers_in_a_day_gives_the_break_back_to_people() {
        var charge = ledger.charge(1_000, CaptureMode.AUTOMATIC);
        found(FindingCode.STALE_UNKNOWN, charge, charge, "No answer.");
        proposeFor(ID, "ann", RepairKind.ASK_AGAIN);
        approve("bob");
        work();
        assertThat(the("STALE_UNKNOWN").status()).isEqualTo("applying");

        worker = worker(Clock.offset(NEXT_DAY, Duration.ofHours(25)));
        due();
        work();

        assertThat(events("repair-failed")).isEqualTo(1);
        assertThat(the("STALE_UNKNOWN").status()).isEqualTo("open");
        decide("ann", new DismissBreak(ID, "ann", "Told by phone", facts(ID), NEXT_DAY.instant()));
        assertThat(the("STALE_UNKNOWN").status()).isEqualTo("dismissed");
    }

    @Test
    void what_was_dismissed_is_open_again_when_the_provider_contradicts_itself_once_more() {
        var charge = aTakenCharge();
        found(FindingCode.STATUS_MISMATCH, charge, charge, "It has failed.");
        decide("ann", new DismissBreak(ID, "ann", "Known", facts(ID), NEXT_DAY.instant()));
        assertThat(the("STATUS_MISMATCH").status()).isEqualTo("dismissed");

        found(FindingCode.STATUS_MISMATCH, charge, charge, "It was done after all.");

        assertThat(the("STATUS_MISMATCH").status()).isEqualTo("open");
    }

    /** As the saga finds it. */
    private void found(FindingCode code, String operation, String charge, String evidence) {
        var facts =
                new BreakFacts(
                        LedgerFixture.CONNECTION,
                        code,
                        Leg.EVENTS,
                        operation,
                        Standing.OPEN,
                        null,
                        null,
                        EUR_10,
                        charge,
                        null,
                        null,
                        evidence,
                        NOON,
                        NOON,
                        "sys:reconciliation",
                        "sys:reconciliation",
                        1,
                        null,
                        null);
        decide("system", new OpenBreak(ID, facts, NEXT_DAY.instant()));
    }
}
