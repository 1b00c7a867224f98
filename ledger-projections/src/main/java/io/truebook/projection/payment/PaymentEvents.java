package io.truebook.projection.payment;

import io.truebook.ledger.accountmovement.AccountMovementEvent;
import io.truebook.ledger.accountmovement.AccountMovementPostings;
import io.truebook.ledger.books.BooksEvent;
import io.truebook.ledger.merchantpayout.MerchantPayoutEvent;
import io.truebook.ledger.merchantpayout.MerchantPayoutPostings;
import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.ledger.payment.PaymentPostings;
import io.truebook.ledger.providerobject.PayoutEvent;
import io.truebook.ledger.providerobject.PayoutPostings;
import io.truebook.ledger.reconciliation.BreakEvent;
import io.truebook.ledger.reconciliation.BreakPostings;
import io.truebook.projection.balance.Booking;
import io.truebook.projection.store.EventType;
import io.truebook.projection.store.EventTypes;
import io.truebook.projection.store.Limits;
import io.truebook.projection.store.StoredFields;
import io.truebook.projection.store.Upcaster;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The committed table of event types, and how each event is booked.
 *
 * <p>A name is for ever. A change of fields is a new revision with an upcaster, never an edit: the
 * golden file of each type holds it to that.
 */
public final class PaymentEvents {

    /** How each earlier revision becomes the next; docs/evolution.md says when one is due. */
    private static final List<Upcaster> EARLIER =
            List.of(Upcaster.of("refund-requested", 1, PaymentEvents::reasonBesideTheEvent));

    private static final List<EventType> OF_BREAKS =
            List.of(
                    first("break-assigned", BreakEvent.BreakAssigned.class),
                    first("repair-proposed", BreakEvent.RepairProposed.class),
                    first("repair-approved", BreakEvent.RepairApproved.class),
                    first("repair-rejected", BreakEvent.RepairRejected.class),
                    first("repair-begun", BreakEvent.RepairBegun.class),
                    first("amount-parked", BreakEvent.AmountParked.class),
                    first("parking-reversed", BreakEvent.ParkingReversed.class),
                    first("amount-written-off", BreakEvent.AmountWrittenOff.class),
                    first("write-off-reversed", BreakEvent.WriteOffReversed.class),
                    first("fx-difference-booked", BreakEvent.FxDifferenceBooked.class),
                    first("fx-difference-reversed", BreakEvent.FxDifferenceReversed.class),
                    first("repair-applied", BreakEvent.RepairApplied.class),
                    first("repair-failed", BreakEvent.RepairFailed.class),
                    first("repair-confirmed", BreakEvent.RepairConfirmed.class),
                    first("break-dismissed", BreakEvent.BreakDismissed.class),
                    first("break-opened", BreakEvent.BreakOpened.class),
                    first("break-closed", BreakEvent.BreakClosed.class));

    private static final List<EventType> OF_MERCHANT_PAYOUTS =
            List.of(
                    first(
                            "merchant-payout-requested",
                            MerchantPayoutEvent.MerchantPayoutRequested.class),
                    first("merchant-payout-paid", MerchantPayoutEvent.MerchantPayoutPaid.class),
                    first(
                            "merchant-payout-failed",
                            MerchantPayoutEvent.MerchantPayoutFailed.class));

    private static final List<EventType> OF_PAYMENTS_AND_PAYOUTS =
            List.of(
                    first("payout-created", PayoutEvent.PayoutCreated.class),
                    first("payout-paid", PayoutEvent.PayoutPaid.class),
                    first("payout-failed", PayoutEvent.PayoutFailed.class),
                    first("payout-canceled", PayoutEvent.PayoutCanceled.class),
                    first("payout-traced", PayoutEvent.PayoutTraced.class),
                    first("payout-bank-credited", PayoutEvent.PayoutBankCredited.class),
                    first("payout-bank-debited", PayoutEvent.PayoutBankDebited.class),
                    first("payout-bank-unmatched", PayoutEvent.PayoutBankUnmatched.class),
                    first("reserve-moved", AccountMovementEvent.ReserveMoved.class),
                    first("account-fee-charged", AccountMovementEvent.AccountFeeCharged.class),
                    first("charge-requested", PaymentEvent.ChargeRequested.class),
                    first("capture-requested", PaymentEvent.CaptureRequested.class),
                    first("void-requested", PaymentEvent.VoidRequested.class),
                    new EventType("refund-requested", 2, PaymentEvent.RefundRequested.class),
                    first("personal-data-erased", PaymentEvent.PersonalDataErased.class),
                    first("duplicate-suspected", PaymentEvent.DuplicateSuspected.class),
                    first("operation-unknown", PaymentEvent.OperationUnknown.class),
                    first("charge-processing", PaymentEvent.ChargeProcessing.class),
                    first("charge-action-required", PaymentEvent.ChargeActionRequired.class),
                    first("charge-authorized", PaymentEvent.ChargeAuthorized.class),
                    first("charge-captured", PaymentEvent.ChargeCaptured.class),
                    first("capture-reversed", PaymentEvent.CaptureReversed.class),
                    first("capture-failed", PaymentEvent.CaptureFailed.class),
                    first("charge-failed", PaymentEvent.ChargeFailed.class),
                    first("charge-voided", PaymentEvent.ChargeVoided.class),
                    first("void-failed", PaymentEvent.VoidFailed.class),
                    first("charge-expired", PaymentEvent.ChargeExpired.class),
                    first("refund-pending", PaymentEvent.RefundPending.class),
                    first("refund-succeeded", PaymentEvent.RefundSucceeded.class),
                    first("refund-failed", PaymentEvent.RefundFailed.class),
                    first("provider-fee-recorded", PaymentEvent.ProviderFeeRecorded.class),
                    first("funds-converted", PaymentEvent.FundsConverted.class),
                    first("dispute-opened", PaymentEvent.DisputeOpened.class),
                    first("dispute-funds-withdrawn", PaymentEvent.DisputeFundsWithdrawn.class),
                    first("dispute-funds-reinstated", PaymentEvent.DisputeFundsReinstated.class),
                    first("dispute-closed", PaymentEvent.DisputeClosed.class));

    private static final List<EventType> OF_BOOKS =
            List.of(first("period-closed", BooksEvent.PeriodClosed.class));

    /** All that the journal holds: of payments, and of what belongs to none. */
    public static final EventTypes TYPES =
            new EventTypes(
                    PaymentEvent.class,
                    Stream.of(OF_PAYMENTS_AND_PAYOUTS, OF_BREAKS, OF_MERCHANT_PAYOUTS, OF_BOOKS)
                            .flatMap(List::stream)
                            .toList(),
                    EARLIER);

    private PaymentEvents() {}

    /** How an event is booked; empty when it is of no family of ours. */
    public static Optional<Booking> booking(Object event) {
        if (event instanceof PayoutEvent payout) {
            var at = payout.evidence().effectiveAt();
            return Optional.of(new Booking(PayoutPostings.entryFor(payout), at, Limits.NONE));
        }
        if (event instanceof BreakEvent decided) {
            // What agrees with the provider is booked as the provider's own facts are.
            return Optional.of(
                    new Booking(
                            BreakPostings.entryFor(decided),
                            BreakPostings.effectiveAt(decided),
                            Limits.NONE));
        }
        if (event instanceof AccountMovementEvent moved) {
            var at = moved.evidence().effectiveAt();
            return Optional.of(
                    new Booking(AccountMovementPostings.entryFor(moved), at, Limits.NONE));
        }
        if (event instanceof MerchantPayoutEvent payout) {
            return Optional.of(
                    new Booking(
                            MerchantPayoutPostings.entryFor(payout),
                            MerchantPayoutPostings.effectiveAt(payout),
                            limits(payout)));
        }
        if (!(event instanceof PaymentEvent known)) {
            return Optional.empty();
        }
        var entry = PaymentPostings.entryFor(known);
        // A provider's fact is booked whatever the limits say: the money has moved already.
        return Optional.of(
                known instanceof PaymentEvent.Reported fact
                        ? new Booking(entry, fact.evidence().effectiveAt(), Limits.NONE)
                        : new Booking(entry, known.at(), Limits.OF_ACCOUNTS));
    }

    /** A merchant is paid what is there; what our bank did is not asked about. */
    private static Limits limits(MerchantPayoutEvent event) {
        return switch (event) {
            case MerchantPayoutEvent.MerchantPayoutRequested _ -> Limits.COVERED;
            case MerchantPayoutEvent.MerchantPayoutPaid _,
                    MerchantPayoutEvent.MerchantPayoutFailed _ ->
                    Limits.NONE;
        };
    }

    /** The client's words were a field of the event; they are kept where they can be erased. */
    private static void reasonBesideTheEvent(StoredFields refund) {
        if (refund.has("reason")) {
            var personal = refund.group("personal").set("description", refund.text("reason"));
            var _ = personal.group("metadata");
            refund.remove("reason");
        }
    }

    private static EventType first(String name, Class<?> event) {
        return new EventType(name, 1, event);
    }
}
