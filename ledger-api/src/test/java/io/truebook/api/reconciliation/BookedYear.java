package io.truebook.api.reconciliation;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentCommand.CaptureCharge;
import io.truebook.ledger.payment.PaymentCommand.VoidCharge;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.DisputeVerdict;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.providerobject.PayoutFact;
import java.util.List;

/** All that can happen to money, as what clients want and what providers and people tell. */
final class BookedYear extends ToldLedger {

    private final DecidedBreaks breaks;

    BookedYear(LedgerFixture ledger) {
        super(ledger);
        this.breaks = new DecidedBreaks(ledger);
    }

    List<Step> steps() {
        charges();
        refunds();
        disputes();
        convertedAndHeldBack();
        payouts();
        merchantPayouts();
        breaks.steps().forEach(steps::add);
        return steps;
    }

    private void charges() {
        charge("ch_whole", CaptureMode.AUTOMATIC);
        says("ch_whole", new ProviderFact.Captured(of("pc_whole"), eur(1_000)));
        says("ch_whole", new ProviderFact.FeeCharged(of("txn_1"), eur(55)));
        says("ch_whole", new ProviderFact.FeeCharged(of("txn_2"), eur(-20)));
        charge("ch_part", CaptureMode.MANUAL);
        says("ch_part", new ProviderFact.Authorized(of("pc_part"), eur(1_000)));
        var capture =
                new CaptureCharge("ch_part", LedgerFixture.TENANT, client("capture"), 600L, THEN);
        wants("capture", capture, "ch_part");
        says("ch_part", new ProviderFact.Captured(of("pc_part"), eur(600)), "capture");
        charge("ch_late", CaptureMode.AUTOMATIC);
        says("ch_late", new ProviderFact.ChargeFailed(of("pc_late_1"), DECLINED));
        says("ch_late", new ProviderFact.Captured(of("pc_late_2"), eur(500)));
        charge("ch_gone", CaptureMode.AUTOMATIC);
        says("ch_gone", new ProviderFact.Captured(of("pc_gone"), eur(1_000)));
        says("ch_gone", new ProviderFact.ChargeFailed(of("pc_gone"), DECLINED));
        charge("ch_void", CaptureMode.MANUAL);
        var voiding = new VoidCharge("ch_void", LedgerFixture.TENANT, client("void"), THEN);
        wants("void", voiding, "ch_void");
        says("ch_void", new ProviderFact.Authorized(of("pc_void"), eur(1_000)));
        says("ch_void", new ProviderFact.Voided(of("pc_void")), "void");
        charge("ch_lapsed", CaptureMode.MANUAL);
        says("ch_lapsed", new ProviderFact.Authorized(of("pc_lapsed"), eur(1_000)));
        says("ch_lapsed", new ProviderFact.Expired(of("pc_lapsed")));
    }

    private void refunds() {
        refund("re_ok", 300);
        says("ch_whole", new ProviderFact.RefundPending(of("pr_ok"), "re_ok", eur(300)), "re_ok");
        says("ch_whole", new ProviderFact.RefundSucceeded(of("pr_ok"), "re_ok", eur(300)), "re_ok");
        refund("re_refused", 100);
        says(
                "ch_whole",
                new ProviderFact.RefundFailed(of("re_refused"), "re_refused", eur(100), DECLINED),
                "re_refused");
        refund("re_back", 150);
        says(
                "ch_whole",
                new ProviderFact.RefundSucceeded(of("pr_back"), "re_back", eur(150)),
                "re_back");
        says(
                "ch_whole",
                new ProviderFact.RefundFailed(of("pr_back"), "re_back", eur(150), DECLINED),
                "re_back");
        // Made at the provider, of what is left when all of ours are asked for.
        says("ch_whole", new ProviderFact.RefundSucceeded(of("pr_there"), null, eur(200)));
    }

    private void disputes() {
        for (var charge : List.of("ch_won", "ch_lost", "ch_again", "ch_mercy", "ch_asked")) {
            charge(charge, CaptureMode.AUTOMATIC);
            says(charge, new ProviderFact.Captured(of("pc_" + charge), eur(1_000)));
        }
        opened("ch_won", "dp_won", true);
        opened("ch_won", "dp_won", false);
        withdrawn("ch_won", "dp_won", 1, 1_000);
        says("ch_won", new ProviderFact.FeeCharged(of("txn_won"), eur(15)));
        reinstated("ch_won", "dp_won", 1, 1_000);
        says("ch_won", new ProviderFact.FeeCharged(of("txn_won_back"), eur(-15)));
        closed("ch_won", "dp_won", 1, DisputeVerdict.WON);
        withdrawn("ch_lost", "dp_lost", 1, 400);
        says("ch_lost", new ProviderFact.FeeCharged(of("txn_lost"), eur(15)));
        closed("ch_lost", "dp_lost", 1, DisputeVerdict.LOST);
        withdrawn("ch_again", "dp_again", 1, 1_000);
        reinstated("ch_again", "dp_again", 1, 1_000);
        closed("ch_again", "dp_again", 1, DisputeVerdict.WON);
        withdrawn("ch_again", "dp_again", 2, 1_000);
        closed("ch_again", "dp_again", 2, DisputeVerdict.LOST);
        withdrawn("ch_mercy", "dp_mercy", 1, 1_000);
        closed("ch_mercy", "dp_mercy", 1, DisputeVerdict.LOST);
        reinstated("ch_mercy", "dp_mercy", 1, 1_000);
        opened("ch_asked", "dp_asked", true);
        closed("ch_asked", "dp_asked", 1, DisputeVerdict.INQUIRY_CLOSED);
    }

    private void convertedAndHeldBack() {
        charge("ch_dollars", CaptureMode.AUTOMATIC);
        says("ch_dollars", new ProviderFact.Captured(of("pc_dollars"), eur(1_999)));
        says(
                "ch_dollars",
                new ProviderFact.Converted(of("txn_fx"), eur(1_999), Money.of(2_199, "USD")));
        says("ch_dollars", new ProviderFact.FeeCharged(of("txn_fx"), Money.of(88, "USD")));
        reserve("txn_kept", -500);
        reserve("txn_given", 500);
    }

    private void payouts() {
        says("po_1", new PayoutFact.Created(of("po_1"), eur(900), null));
        says("po_1", new PayoutFact.Paid(of("po_1")));
        says("po_2", new PayoutFact.Created(of("po_2"), eur(300), null));
        says("po_2", new PayoutFact.Failed(of("po_2"), eur(300), DECLINED));
        says("po_3", new PayoutFact.Created(of("po_3"), eur(200), null));
        says("po_3", new PayoutFact.Canceled(of("po_3"), eur(200)));
    }

    private void merchantPayouts() {
        pays("mpo_paid", 300);
        isPaid("mpo_paid");
        pays("mpo_failed", 100);
        failed("mpo_failed", "mpo_failed");
        pays("mpo_back", 50);
        isPaid("mpo_back");
        failed("mpo_back", "mpo_back-paid");
    }

    /** What is left at the provider goes to our bank, or is collected from it. */
    void payOut(String currency, long minor) {
        var id = "po_rest_" + currency;
        tell(id, new PayoutFact.Created(of(id), Money.of(minor, currency), null), 0);
    }

    void payMerchant(long minor) {
        pays("mpo_rest", minor);
        isPaid("mpo_rest");
        steps.subList(steps.size() - 2, steps.size()).forEach(step -> step.happens(0));
    }
}
