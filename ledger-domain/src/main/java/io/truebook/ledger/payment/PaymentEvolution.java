package io.truebook.ledger.payment;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentEvent.CaptureFailed;
import io.truebook.ledger.payment.PaymentEvent.CaptureRequested;
import io.truebook.ledger.payment.PaymentEvent.CaptureReversed;
import io.truebook.ledger.payment.PaymentEvent.ChargeActionRequired;
import io.truebook.ledger.payment.PaymentEvent.ChargeAuthorized;
import io.truebook.ledger.payment.PaymentEvent.ChargeCaptured;
import io.truebook.ledger.payment.PaymentEvent.ChargeExpired;
import io.truebook.ledger.payment.PaymentEvent.ChargeFailed;
import io.truebook.ledger.payment.PaymentEvent.ChargeProcessing;
import io.truebook.ledger.payment.PaymentEvent.ChargeRequested;
import io.truebook.ledger.payment.PaymentEvent.ChargeVoided;
import io.truebook.ledger.payment.PaymentEvent.DuplicateSuspected;
import io.truebook.ledger.payment.PaymentEvent.FundsConverted;
import io.truebook.ledger.payment.PaymentEvent.OperationUnknown;
import io.truebook.ledger.payment.PaymentEvent.PersonalDataErased;
import io.truebook.ledger.payment.PaymentEvent.ProviderFeeRecorded;
import io.truebook.ledger.payment.PaymentEvent.RefundFailed;
import io.truebook.ledger.payment.PaymentEvent.RefundPending;
import io.truebook.ledger.payment.PaymentEvent.RefundRequested;
import io.truebook.ledger.payment.PaymentEvent.RefundSucceeded;
import io.truebook.ledger.payment.PaymentEvent.VoidFailed;
import io.truebook.ledger.payment.PaymentEvent.VoidRequested;
import io.truebook.ledger.provider.OperationKind;
import org.jspecify.annotations.Nullable;

/** What each event makes of a payment. Total: no event is refused, and none fails. */
final class PaymentEvolution {

    private PaymentEvolution() {}

    static Payment evolve(Payment payment, PaymentEvent event) {
        if (event instanceof ChargeRequested requested) {
            return new Payment.Requested(PaymentFile.open(requested));
        }
        if (!(payment instanceof Payment.Known known)) {
            throw new IllegalStateException("The first event of a payment is ChargeRequested");
        }
        return next(known, event);
    }

    private static Payment next(Payment.Known payment, PaymentEvent event) {
        var file = payment.file();
        return switch (event) {
            case ChargeRequested _ -> throw new IllegalStateException("Requested twice");
            case CaptureRequested e -> with(payment, opened(file, e).at(e.at()));
            case VoidRequested e -> with(payment, opened(file, e).at(e.at()));
            case RefundRequested e -> with(payment, file.edit().refund(refund(e)).at(e.at()));
            case PersonalDataErased e -> with(payment, file.edit().forgotten().at(e.at()));
            case DuplicateSuspected e ->
                    with(payment, file.edit().probablyDuplicates(e.of()).at(e.at()));
            case OperationUnknown e -> with(payment, unknown(file, e).at(e.at()));
            case ChargeProcessing e -> new Payment.Processing(pending(file, e).at(e.at()));
            case ChargeActionRequired e ->
                    new Payment.ActionRequired(pending(file, e).at(e.at()), e.action());
            case ChargeAuthorized e -> new Payment.Authorized(authorized(file, e));
            case ChargeCaptured e -> new Payment.Captured(captured(file, e));
            case CaptureReversed e -> reversed(file, e);
            case CaptureFailed e ->
                    with(payment, file.edit().reported(e).failure(e.failure()).at(e.at()));
            case ChargeFailed e -> failed(payment, e);
            case ChargeVoided e ->
                    releaseEnds(payment, e.evidence().paymentReference())
                            ? new Payment.Voided(released(file, e).at(e.at()))
                            : with(payment, released(file.edit().noted(e), e).at(e.at()));
            case VoidFailed e ->
                    with(payment, file.edit().reported(e).failure(e.failure()).at(e.at()));
            case ChargeExpired e ->
                    releaseEnds(payment, e.evidence().paymentReference())
                            ? new Payment.Expired(released(file, e).at(e.at()))
                            : with(payment, released(file.edit().noted(e), e).at(e.at()));
            case RefundPending e -> with(payment, refundPending(file, e));
            case RefundSucceeded e -> with(payment, refundSucceeded(file, e));
            case RefundFailed e -> with(payment, refundFailed(file, e));
            case PaymentEvent.Disputed e ->
                    with(
                            payment,
                            file.edit().noted(e).dispute(DisputeFacts.after(file, e)).at(e.at()));
            case ProviderFeeRecorded e ->
                    with(payment, file.edit().reported(e).fee(signedFee(e)).at(e.at()));
            case FundsConverted e -> with(payment, file.edit().reported(e).at(e.at()));
        };
    }

    private static Payment with(Payment.Known payment, PaymentFile file) {
        return switch (payment) {
            case Payment.Requested _ -> new Payment.Requested(file);
            case Payment.Processing _ -> new Payment.Processing(file);
            case Payment.ActionRequired(var _, var action) ->
                    new Payment.ActionRequired(file, action);
            case Payment.Authorized _ -> new Payment.Authorized(file);
            case Payment.Captured _ -> new Payment.Captured(file);
            case Payment.Failed _ -> new Payment.Failed(file);
            case Payment.Voided _ -> new Payment.Voided(file);
            case Payment.Expired _ -> new Payment.Expired(file);
        };
    }

    private static FileEdit opened(PaymentFile file, CaptureRequested event) {
        var operation = open(OperationKind.CAPTURE, event.operationId(), event.amount());
        return file.edit().opened(operation, event.transaction()).failure(null);
    }

    private static FileEdit opened(PaymentFile file, VoidRequested event) {
        var operation = open(OperationKind.VOID, event.operationId(), event.amount());
        return file.edit().opened(operation, event.transaction()).failure(null);
    }

    private static Operation open(OperationKind kind, String id, Money amount) {
        return new Operation(kind, id, Operation.State.OPEN, amount);
    }

    private static FileEdit unknown(PaymentFile file, OperationUnknown event) {
        var refund = file.refunds().get(event.operationId());
        if (refund != null) {
            return file.edit().refund(refund.to(Refund.Status.UNKNOWN, null, null, event.at()));
        }
        return file.edit().operationIn(event.operationId(), Operation.State.UNKNOWN);
    }

    private static FileEdit pending(PaymentFile file, PaymentEvent.Reported event) {
        return file.edit()
                .reported(event)
                .operationIn(file.paymentId(), Operation.State.PENDING)
                .live(event.evidence().objectId());
    }

    private static PaymentFile authorized(PaymentFile file, ChargeAuthorized event) {
        return file.edit()
                .reported(event)
                .tells(event.answered())
                .held(event.amount())
                .live(event.evidence().objectId())
                .failure(null)
                .at(event.at());
    }

    private static PaymentFile captured(PaymentFile file, ChargeCaptured event) {
        var object = event.evidence().objectId();
        var edit = file.edit().reported(event).tells(event.answered());
        if (file.authorized().isZero()) {
            // Taken without a hold of its own: what was authorized is what was captured.
            edit.held(event.amount());
        }
        return edit.released()
                .taken(object, event.amount())
                .live(object)
                .failure(null)
                .at(event.at());
    }

    /** Another object may have taken money too: then the charge stays captured with that. */
    private static Payment reversed(PaymentFile file, CaptureReversed event) {
        var object = event.evidence().objectId();
        var edit = file.edit().reported(event).givenUp(object).failed(object);
        if (file.captures().size() > 1) {
            return new Payment.Captured(edit.at(event.at()));
        }
        edit.tells(event.answered()).failure(event.failure());
        return new Payment.Failed(edit.at(event.at()));
    }

    private static Payment failed(Payment.Known payment, ChargeFailed event) {
        var file = payment.file();
        var object = event.evidence().objectId();
        if (!failureEnds(payment, object)) {
            return with(payment, file.edit().noted(event).failed(object).at(event.at()));
        }
        var edit = ended(file, event).failed(object).failure(event.failure());
        return new Payment.Failed(edit.at(event.at()));
    }

    /** Whether the failure of an object ends the charge, as far as it is known now. */
    static boolean failureEnds(Payment.Known payment, String object) {
        return switch (payment) {
            case Payment.Requested _, Payment.Processing _, Payment.ActionRequired _ -> true;
            case Payment.Authorized _ -> object.equals(payment.file().liveObject());
            case Payment.Captured _, Payment.Failed _, Payment.Voided _, Payment.Expired _ -> false;
        };
    }

    /** Whether the release of a payment of the provider ends the charge, as known now. */
    static boolean releaseEnds(Payment.Known payment, @Nullable String reference) {
        var ours = payment.file().paymentReference();
        boolean another = reference != null && ours != null && !reference.equals(ours);
        return switch (payment) {
            case Payment.Requested _,
                    Payment.Processing _,
                    Payment.ActionRequired _,
                    Payment.Authorized _ ->
                    !another;
            case Payment.Captured _, Payment.Failed _, Payment.Voided _, Payment.Expired _ -> false;
        };
    }

    private static FileEdit released(PaymentFile file, PaymentEvent.Reported event) {
        return released(ended(file, event), event);
    }

    /** The object holds nothing more, nor does anything else of that payment of the provider. */
    private static FileEdit released(FileEdit edit, PaymentEvent.Reported event) {
        var reference = event.evidence().paymentReference();
        edit.closed(event.evidence().objectId());
        return reference == null ? edit : edit.closed(reference);
    }

    private static FileEdit ended(PaymentFile file, PaymentEvent.Reported event) {
        return file.edit().reported(event).tells(event.answered()).released();
    }

    private static Refund refund(RefundRequested event) {
        return new Refund(
                event.refundId(),
                event.transaction(),
                event.amount(),
                Refund.Status.REQUESTED,
                reason(event),
                event.personal(),
                null,
                null,
                event.at(),
                event.at());
    }

    private static @Nullable String reason(RefundRequested event) {
        return event.personal() == null ? null : event.personal().description();
    }

    private static PaymentFile refundPending(PaymentFile file, RefundPending event) {
        var refund = known(file, event.refundId());
        var object = event.evidence().objectId();
        return file.edit()
                .reported(event)
                .refund(refund.to(Refund.Status.PENDING, object, null, event.at()))
                .at(event.at());
    }

    private static PaymentFile refundSucceeded(PaymentFile file, RefundSucceeded event) {
        var object = event.evidence().objectId();
        var earlier = file.refunds().get(event.refundId());
        var refund = earlier == null ? external(event) : earlier.of(event.amount());
        return file.edit()
                .reported(event)
                .refund(refund.to(Refund.Status.SUCCEEDED, object, null, event.at()))
                .at(event.at());
    }

    private static Refund external(RefundSucceeded event) {
        return new Refund(
                event.refundId(),
                null,
                event.amount(),
                Refund.Status.SUCCEEDED,
                null,
                null,
                event.evidence().objectId(),
                null,
                event.at(),
                event.at());
    }

    private static PaymentFile refundFailed(PaymentFile file, RefundFailed event) {
        var object = event.evidence().objectId();
        if (event.amount().isZero()) {
            return file.edit().noted(event).failed(object).at(event.at());
        }
        var refund = known(file, event.refundId());
        return file.edit()
                .reported(event)
                .refund(refund.to(Refund.Status.FAILED, object, event.failure(), event.at()))
                .failed(object)
                .at(event.at());
    }

    private static Refund known(PaymentFile file, String refundId) {
        @Nullable Refund refund = file.refunds().get(refundId);
        if (refund == null) {
            throw new IllegalStateException("No such refund " + refundId);
        }
        return refund;
    }

    private static Money signedFee(ProviderFeeRecorded event) {
        var fee = event.fee();
        return event.returned() ? Money.zero(fee.currency()).minus(fee) : fee;
    }
}
