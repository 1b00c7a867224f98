package io.truebook.ledger.payment;

import static io.truebook.ledger.decision.Decision.accept;
import static io.truebook.ledger.decision.Decision.reject;

import io.truebook.ledger.decision.Decision;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentCommand.CaptureCharge;
import io.truebook.ledger.payment.PaymentCommand.ClientCommand;
import io.truebook.ledger.payment.PaymentCommand.ErasePersonalData;
import io.truebook.ledger.payment.PaymentCommand.RequestCharge;
import io.truebook.ledger.payment.PaymentCommand.RequestRefund;
import io.truebook.ledger.payment.PaymentCommand.VoidCharge;
import io.truebook.ledger.payment.PaymentEvent.CaptureRequested;
import io.truebook.ledger.payment.PaymentEvent.ChargeRequested;
import io.truebook.ledger.payment.PaymentEvent.DuplicateSuspected;
import io.truebook.ledger.payment.PaymentEvent.PersonalDataErased;
import io.truebook.ledger.payment.PaymentEvent.RefundRequested;
import io.truebook.ledger.payment.PaymentEvent.VoidRequested;
import io.truebook.ledger.provider.OperationKind;
import org.jspecify.annotations.Nullable;

/** What a client may do with a payment, and what it is refused: first match wins. */
final class ClientDecisions {

    private ClientDecisions() {}

    static Decision<PaymentEvent> decide(Payment payment, ClientCommand command) {
        if (command instanceof RequestCharge request) {
            return request(payment, request);
        }
        if (!(payment instanceof Payment.Known known)
                || !known.file().terms().tenant().equals(command.tenant())) {
            return reject(Rejection.CHARGE_NOT_FOUND, "No charge " + command.paymentId());
        }
        return switch (command) {
            case RequestCharge request -> request(payment, request);
            case CaptureCharge capture -> capture(known, capture);
            case VoidCharge voiding -> voidCharge(known, voiding);
            case RequestRefund refund -> refund(known, refund);
            case ErasePersonalData erasure -> erase(known.file(), erasure);
        };
    }

    private static Decision<PaymentEvent> request(Payment payment, RequestCharge command) {
        if (!(payment instanceof Payment.None)) {
            return reject(Rejection.CHARGE_ALREADY_EXISTS, "Charge " + command.paymentId());
        }
        if (command.amountStep() == 0) {
            return reject(
                    Rejection.CURRENCY_NOT_SUPPORTED,
                    command.connection() + " does not take " + command.amount().currency());
        }
        if (offScale(command.amount().minor(), command.amountStep())) {
            return offScale(command.amountStep());
        }
        var terms =
                new ChargeTerms(
                        command.tenant(),
                        command.transaction(),
                        command.amount(),
                        command.merchant(),
                        command.connection(),
                        command.paymentMethod(),
                        command.capture(),
                        command.returnUrl(),
                        command.amountStep());
        var requested =
                new ChargeRequested(command.paymentId(), command.at(), terms, command.personal());
        var other = command.probableDuplicateOf();
        return other == null
                ? accept(requested)
                : accept(
                        requested,
                        new DuplicateSuspected(command.paymentId(), command.at(), other));
    }

    private static Decision<PaymentEvent> capture(Payment.Known payment, CaptureCharge command) {
        var file = payment.file();
        if (!file.operations().isEmpty()) {
            return inProgress(file);
        }
        return switch (payment) {
            case Payment.Authorized _ -> captureOfHold(file, command);
            case Payment.Captured _ ->
                    reject(Rejection.CHARGE_ALREADY_CAPTURED, "Captured: " + file.captured());
            case Payment.Failed _, Payment.Voided _, Payment.Expired _ -> closed(payment);
            case Payment.Requested _, Payment.Processing _, Payment.ActionRequired _ ->
                    reject(Rejection.CHARGE_NOT_AUTHORIZED, "It is " + payment.coreStatus());
        };
    }

    private static Decision<PaymentEvent> captureOfHold(PaymentFile file, CaptureCharge command) {
        var amount = amountOr(command.amountMinor(), file.hold());
        if (amount.exceeds(file.hold())) {
            return reject(
                    Rejection.CAPTURE_EXCEEDS_HOLD, "Held: " + file.hold() + ", asked: " + amount);
        }
        if (offScale(amount.minor(), file.terms().amountStep())) {
            return offScale(file.terms().amountStep());
        }
        return accept(
                new CaptureRequested(
                        file.paymentId(),
                        command.at(),
                        file.nextOperationId(OperationKind.CAPTURE),
                        command.transaction(),
                        amount));
    }

    private static Decision<PaymentEvent> voidCharge(Payment.Known payment, VoidCharge command) {
        var file = payment.file();
        var charge = file.operation(OperationKind.CHARGE);
        if (file.operations().size() > (charge.isPresent() ? 1 : 0)) {
            return inProgress(file);
        }
        return switch (payment) {
            case Payment.Requested _,
                    Payment.Processing _,
                    Payment.ActionRequired _,
                    Payment.Authorized _ ->
                    accept(
                            new VoidRequested(
                                    file.paymentId(),
                                    command.at(),
                                    file.nextOperationId(OperationKind.VOID),
                                    command.transaction(),
                                    file.terms().amount(),
                                    charge.map(Operation::id).orElse(null)));
            case Payment.Voided _ -> accept();
            case Payment.Captured _ ->
                    reject(Rejection.CHARGE_ALREADY_CAPTURED, "Captured: " + file.captured());
            case Payment.Failed _, Payment.Expired _ -> closed(payment);
        };
    }

    private static Decision<PaymentEvent> refund(Payment.Known payment, RequestRefund command) {
        var file = payment.file();
        if (file.refunds().containsKey(command.refundId())) {
            return accept();
        }
        if (!file.captured().isPositive()) {
            return reject(Rejection.CHARGE_NOT_CAPTURED, "It is " + payment.coreStatus());
        }
        if (file.hasOpenDispute()) {
            return reject(Rejection.CHARGE_DISPUTED, "Disputed: " + file.disputed());
        }
        var left = file.refundable();
        var amount = amountOr(command.amountMinor(), left);
        if (amount.isZero() || amount.exceeds(left)) {
            return reject(
                    Rejection.REFUND_EXCEEDS_REMAINING, "Left: " + left + ", asked: " + amount);
        }
        if (offScale(amount.minor(), file.terms().amountStep())) {
            return offScale(file.terms().amountStep());
        }
        return accept(
                new RefundRequested(
                        file.paymentId(),
                        command.at(),
                        command.refundId(),
                        command.transaction(),
                        file.terms().parties(),
                        amount,
                        command.personal().describedBy(command.reason())));
    }

    /** The payer may still have to come back to where the charge says; so it waits for that. */
    private static Decision<PaymentEvent> erase(PaymentFile file, ErasePersonalData command) {
        if (file.operation(OperationKind.CHARGE).isPresent()) {
            return inProgress(file);
        }
        return file.erased() && !file.holdsPersonalData()
                ? accept()
                : accept(new PersonalDataErased(file.paymentId(), command.at()));
    }

    private static Money amountOr(@Nullable Long minor, Money whole) {
        return minor == null ? whole : new Money(minor, whole.currency());
    }

    private static boolean offScale(long minor, long step) {
        return minor % step != 0;
    }

    private static Decision<PaymentEvent> offScale(long step) {
        return reject(
                Rejection.AMOUNT_SCALE_NOT_SUPPORTED,
                "The amount has to be a multiple of " + step + " minor units");
    }

    private static Decision<PaymentEvent> inProgress(PaymentFile file) {
        var open = file.operations().getLast();
        return reject(Rejection.OPERATION_IN_PROGRESS, "Under way: " + open.id());
    }

    private static Decision<PaymentEvent> closed(Payment.Known payment) {
        return reject(Rejection.CHARGE_ALREADY_CLOSED, "It is " + payment.coreStatus());
    }
}
