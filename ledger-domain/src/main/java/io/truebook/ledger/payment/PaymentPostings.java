package io.truebook.ledger.payment;

import static io.truebook.ledger.account.AccountName.fxPosition;
import static io.truebook.ledger.account.AccountName.merchantPayable;
import static io.truebook.ledger.account.AccountName.providerClearing;
import static io.truebook.ledger.account.AccountName.providerDisputes;
import static io.truebook.ledger.account.AccountName.providerFees;
import static io.truebook.ledger.account.AccountName.refundsPending;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.journal.JournalEntry;
import io.truebook.ledger.journal.Layer;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentEvent.CaptureReversed;
import io.truebook.ledger.payment.PaymentEvent.ChargeCaptured;
import io.truebook.ledger.payment.PaymentEvent.ProviderFeeRecorded;
import io.truebook.ledger.payment.PaymentEvent.RefundFailed;
import io.truebook.ledger.payment.PaymentEvent.RefundRequested;
import io.truebook.ledger.payment.PaymentEvent.RefundSucceeded;

/**
 * The chart of postings: what each event of a payment does to the accounts.
 *
 * <p>A function of the event alone, so that the books can be derived again from the first event.
 * Entries commute: in whatever order events came, the sums are the same.
 */
public final class PaymentPostings {

    private PaymentPostings() {}

    /** The balanced entry of an event, empty when no money moves. */
    public static JournalEntry entryFor(PaymentEvent event) {
        return switch (event) {
            case PaymentEvent.ChargeRequested _,
                    PaymentEvent.CaptureRequested _,
                    PaymentEvent.VoidRequested _,
                    PaymentEvent.OperationUnknown _,
                    PaymentEvent.PersonalDataErased _,
                    PaymentEvent.DuplicateSuspected _,
                    PaymentEvent.ChargeProcessing _,
                    PaymentEvent.ChargeActionRequired _,
                    PaymentEvent.CaptureFailed _,
                    PaymentEvent.VoidFailed _,
                    PaymentEvent.RefundPending _ ->
                    JournalEntry.NONE;
            case PaymentEvent.ChargeAuthorized e ->
                    hold(Layer.HOLD, e.parties(), e.amount(), e.paymentId());
            case ChargeCaptured e -> captured(e);
            case CaptureReversed e ->
                    JournalEntry.transfer(
                            e.amount(),
                            merchantPayable(e.parties().merchant()),
                            providerClearing(e.parties().connection()),
                            e.paymentId());
            case PaymentEvent.ChargeFailed e -> released(e.parties(), e.releasedHold(), e);
            case PaymentEvent.ChargeVoided e -> released(e.parties(), e.releasedHold(), e);
            case PaymentEvent.ChargeExpired e -> released(e.parties(), e.releasedHold(), e);
            case RefundRequested e ->
                    reserve(JournalEntry.NONE, e.parties(), e.amount(), e.refundId());
            case RefundSucceeded e -> succeeded(e);
            case RefundFailed e -> failed(e);
            case ProviderFeeRecorded e -> fee(e);
            case PaymentEvent.FundsConverted e -> converted(e.of(), e.evidence().objectId());
            case PaymentEvent.DisputeOpened e -> shifted(JournalEntry.NONE, e);
            case PaymentEvent.DisputeClosed e -> shifted(JournalEntry.NONE, e);
            case PaymentEvent.DisputeFundsWithdrawn e -> shifted(withdrawn(e), e);
            case PaymentEvent.DisputeFundsReinstated e -> shifted(reinstated(e), e);
        };
    }

    private static JournalEntry hold(Layer layer, Parties parties, Money amount, String item) {
        return JournalEntry.NONE.and(
                layer,
                amount,
                providerClearing(parties.connection()),
                merchantPayable(parties.merchant()),
                item);
    }

    private static JournalEntry released(Parties parties, Money hold, PaymentEvent event) {
        return hold(Layer.HOLD_RELEASE, parties, hold, event.paymentId());
    }

    private static JournalEntry captured(ChargeCaptured event) {
        return released(event.parties(), event.releasedHold(), event)
                .and(
                        Layer.POSTED,
                        event.amount(),
                        providerClearing(event.parties().connection()),
                        merchantPayable(event.parties().merchant()),
                        event.paymentId());
    }

    /** What a refund takes from the merchant until the provider has answered. */
    private static JournalEntry reserve(
            JournalEntry entry, Parties parties, Money amount, String refundId) {
        return entry.and(
                Layer.POSTED,
                amount,
                merchantPayable(parties.merchant()),
                refundsPending(parties.connection()),
                refundId);
    }

    private static JournalEntry unreserve(
            JournalEntry entry, Parties parties, Money amount, String refundId) {
        return entry.and(
                Layer.POSTED,
                amount,
                refundsPending(parties.connection()),
                merchantPayable(parties.merchant()),
                refundId);
    }

    private static JournalEntry succeeded(RefundSucceeded event) {
        var parties = event.parties();
        var entry = JournalEntry.NONE;
        if (!event.reserved().equals(event.amount())) {
            // Nothing, or another amount, stood reserved: reserve what has really left.
            entry = unreserve(entry, parties, event.reserved(), event.refundId());
            entry = reserve(entry, parties, event.amount(), event.refundId());
        }
        return entry.and(
                Layer.POSTED,
                event.amount(),
                refundsPending(parties.connection()),
                providerClearing(parties.connection()),
                event.refundId());
    }

    private static JournalEntry failed(RefundFailed event) {
        var parties = event.parties();
        var entry = JournalEntry.NONE;
        if (event.afterSuccess()) {
            entry =
                    entry.and(
                            Layer.POSTED,
                            event.amount(),
                            providerClearing(parties.connection()),
                            refundsPending(parties.connection()),
                            event.refundId());
        }
        return unreserve(entry, parties, event.amount(), event.refundId());
    }

    private static JournalEntry fee(ProviderFeeRecorded event) {
        var fees = providerFees(event.connection());
        var clearing = providerClearing(event.connection());
        var item = event.evidence().objectId();
        return event.returned()
                ? JournalEntry.transfer(event.fee(), clearing, fees, item)
                : JournalEntry.transfer(event.fee(), fees, clearing, item);
    }

    /** Each currency balances by itself: what we owe in one and hold in the other is a position. */
    private static JournalEntry converted(Conversion of, String item) {
        var clearing = providerClearing(of.connection());
        var gone = moved(JournalEntry.NONE, of.charged(), fxPosition(), clearing, item);
        return moved(gone, of.settled(), clearing, fxPosition(), item);
    }

    private static JournalEntry moved(
            JournalEntry entry, Money amount, AccountName debit, AccountName credit, String item) {
        return amount.isNegative()
                ? entry.and(Layer.POSTED, amount.negated(), credit, debit, item)
                : entry.and(Layer.POSTED, amount, debit, credit, item);
    }

    private static JournalEntry withdrawn(PaymentEvent.DisputeFundsWithdrawn event) {
        var connection = event.parties().connection();
        return JournalEntry.transfer(
                event.amount(),
                providerDisputes(connection),
                providerClearing(connection),
                event.disputeId());
    }

    private static JournalEntry reinstated(PaymentEvent.DisputeFundsReinstated event) {
        var connection = event.parties().connection();
        return JournalEntry.transfer(
                event.amount(),
                providerClearing(connection),
                providerDisputes(connection),
                event.disputeId());
    }

    /** What a dispute withholds from the merchant, and what the merchant bears once it is lost. */
    private static JournalEntry shifted(JournalEntry entry, PaymentEvent.Disputed event) {
        var payable = merchantPayable(event.parties().merchant());
        var disputes = providerDisputes(event.parties().connection());
        var item = event.disputeId();
        var hold = event.hold();
        var loss = event.loss();
        var held =
                hold.isNegative()
                        ? entry.and(Layer.HOLD_RELEASE, hold.negated(), payable, disputes, item)
                        : entry.and(Layer.HOLD, hold, payable, disputes, item);
        return loss.isNegative()
                ? held.and(Layer.POSTED, loss.negated(), disputes, payable, item)
                : held.and(Layer.POSTED, loss, payable, disputes, item);
    }
}
