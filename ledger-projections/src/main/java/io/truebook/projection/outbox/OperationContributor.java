package io.truebook.projection.outbox;

import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.ledger.payment.PaymentEvent.CaptureRequested;
import io.truebook.ledger.payment.PaymentEvent.ChargeRequested;
import io.truebook.ledger.payment.PaymentEvent.RefundRequested;
import io.truebook.ledger.payment.PaymentEvent.Reported;
import io.truebook.ledger.payment.PaymentEvent.VoidRequested;
import io.truebook.ledger.payment.PaymentFile;
import io.truebook.ledger.provider.OperationKind;
import io.truebook.projection.store.BatchRows;
import io.truebook.projection.store.JournalChange;
import io.truebook.projection.store.JournalContributor;
import io.truebook.projection.store.OpenOperation;
import java.time.Instant;
import java.util.Locale;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Turns a payment's events into provider calls to make, calls that are settled, and the provider's
 * names for things.
 *
 * <p>The rows are written with the events, so an intent cannot be lost between the two and a
 * callback can be routed the moment the answer it belongs to is durable.
 */
public final class OperationContributor implements JournalContributor {

    private final Runnable wake;

    /**
     * @param wake rung after the commit of a change that left something to do; must not block
     */
    public OperationContributor(Runnable wake) {
        this.wake = wake;
    }

    @Override
    public void contribute(JournalChange change, BatchRows rows) {
        boolean opened = false;
        for (var message : change.events()) {
            if (message.getPayload() instanceof PaymentEvent event) {
                opened |= contribute(event, fileOf(change), rows);
            }
        }
        if (opened) {
            CurrentUnitOfWork.ifStarted(unit -> unit.root().afterCommit(_ -> wake.run()));
        }
    }

    /** Whether the event leaves a call to be made. */
    private static boolean contribute(PaymentEvent event, PaymentFile file, BatchRows rows) {
        return switch (event) {
            case ChargeRequested e ->
                    open(rows, file, OperationKind.CHARGE, e.paymentId(), e.at(), null);
            case CaptureRequested e ->
                    open(rows, file, OperationKind.CAPTURE, e.operationId(), e.at(), null);
            case VoidRequested e ->
                    open(
                            rows,
                            file,
                            OperationKind.VOID,
                            e.operationId(),
                            e.at(),
                            e.afterOperation());
            case RefundRequested e ->
                    open(rows, file, OperationKind.REFUND, e.refundId(), e.at(), null);
            case PaymentEvent.OperationUnknown _,
                    PaymentEvent.PersonalDataErased _,
                    PaymentEvent.DuplicateSuspected _ ->
                    false;
            case Reported e -> reported(e, file, rows);
        };
    }

    private static boolean open(
            BatchRows rows,
            PaymentFile file,
            OperationKind kind,
            String id,
            Instant dueAt,
            @Nullable String after) {
        rows.openOperation(
                new OpenOperation(
                        id,
                        file.paymentId(),
                        file.terms().connection(),
                        kind.name().toLowerCase(Locale.ROOT),
                        dueAt,
                        after));
        return true;
    }

    private static boolean reported(Reported event, PaymentFile file, BatchRows rows) {
        event.answered().operations().forEach(rows::closeOperation);
        var evidence = event.evidence();
        reference(rows, file, kindOf(event), evidence.objectId());
        if (evidence.paymentReference() != null) {
            reference(rows, file, "payment", evidence.paymentReference());
        }
        return false;
    }

    private static void reference(BatchRows rows, PaymentFile file, String kind, String objectId) {
        if (!isOurs(file, objectId)) {
            rows.reference(file.terms().connection(), kind, objectId, file.paymentId());
        }
    }

    /** A refusal for which the provider made no object is about our own operation. */
    private static boolean isOurs(PaymentFile file, String objectId) {
        return objectId.equals(file.paymentId())
                || file.transactions().containsKey(objectId)
                || file.refunds().containsKey(objectId);
    }

    private static String kindOf(Reported event) {
        return switch (event) {
            case PaymentEvent.ChargeProcessing _,
                    PaymentEvent.ChargeActionRequired _,
                    PaymentEvent.ChargeAuthorized _,
                    PaymentEvent.ChargeCaptured _,
                    PaymentEvent.CaptureReversed _,
                    PaymentEvent.CaptureFailed _,
                    PaymentEvent.ChargeFailed _,
                    PaymentEvent.ChargeVoided _,
                    PaymentEvent.VoidFailed _,
                    PaymentEvent.ChargeExpired _ ->
                    "charge";
            case PaymentEvent.RefundPending _,
                    PaymentEvent.RefundSucceeded _,
                    PaymentEvent.RefundFailed _ ->
                    "refund";
            case PaymentEvent.ProviderFeeRecorded _ -> "fee";
            case PaymentEvent.FundsConverted _ -> "conversion";
            case PaymentEvent.Disputed _ -> "dispute";
        };
    }

    private static PaymentFile fileOf(JournalChange change) {
        if (change.state() instanceof Payment payment) {
            return payment.known()
                    .orElseThrow(
                            () -> new IllegalStateException("Events of a payment that is none"));
        }
        throw new IllegalStateException("A payment's events come without the payment");
    }
}
