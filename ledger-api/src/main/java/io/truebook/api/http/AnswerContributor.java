package io.truebook.api.http;

import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentCommand.CaptureCharge;
import io.truebook.ledger.payment.PaymentCommand.ErasePersonalData;
import io.truebook.ledger.payment.PaymentCommand.RequestCharge;
import io.truebook.ledger.payment.PaymentCommand.RequestRefund;
import io.truebook.ledger.payment.PaymentCommand.VoidCharge;
import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.projection.store.BatchRows;
import io.truebook.projection.store.JournalChange;
import io.truebook.projection.store.JournalContributor;
import io.truebook.projection.store.TransactionKey;
import io.truebook.projection.store.TransactionRegister;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongFunction;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/**
 * Gives each transaction its final answer in the batch that makes the outcome durable, whoever
 * reported it: the dispatcher, a callback, a settlement file.
 *
 * <p>The answer shows the resource after the event; later commands never change it, only a
 * correction of the same outcome does.
 */
public final class AnswerContributor implements JournalContributor {

    private static final int CREATED = 201;
    private static final int OK = 200;

    private final TransactionRegister register;

    public AnswerContributor(TransactionRegister register) {
        this.register = register;
    }

    @Override
    public void contribute(JournalChange change, BatchRows rows) {
        nameSubject(change, rows);
        if (!(change.state() instanceof Payment.Known payment)) {
            return;
        }
        for (var message : change.events()) {
            if (message.getPayload() instanceof PaymentEvent.Reported event) {
                var answered = event.answered();
                answered.operations().forEach(id -> answer(payment, id, false, rows));
                answered.corrected().forEach(id -> answer(payment, id, true, rows));
                wakeWhoWaitsInVain(payment, event);
            }
        }
    }

    private static void nameSubject(JournalChange change, BatchRows rows) {
        switch (change.command()) {
            case RequestCharge command -> rows.subject(command.paymentId());
            case CaptureCharge command -> rows.subject(command.paymentId());
            case VoidCharge command -> rows.subject(command.paymentId());
            case RequestRefund command -> rows.subject(command.refundId());
            case ErasePersonalData command -> rows.subject(command.paymentId());
            case null, default -> {} // Nobody looks up by transaction what no client wanted.
        }
    }

    private static void answer(
            Payment.Known payment, String operationId, boolean corrected, BatchRows rows) {
        var file = payment.file();
        var transaction = file.transactions().get(operationId);
        if (transaction == null) {
            return; // Made at the provider: nobody here waits for it.
        }
        var key =
                new TransactionKey(
                        file.terms().tenant(), transaction.origin(), transaction.value());
        var refund = file.refunds().get(operationId);
        if (refund != null) {
            var resource = RefundResource.of(payment, refund, 0, corrected);
            rows.answer(key, CREATED, atPosition(resource), corrected);
        } else {
            int status = operationId.equals(file.paymentId()) ? CREATED : OK;
            var resource = ChargeResource.of(payment, 0, corrected);
            rows.answer(key, status, atPosition(resource), corrected);
        }
    }

    /** Rendered here; the writer, which alone knows the position, only appends the number. */
    static LongFunction<byte[]> atPosition(Object resource) {
        var json = Json.bytes(resource);
        int end = json.length - "0}".length();
        return position -> {
            var number = (position + "}").getBytes(StandardCharsets.US_ASCII);
            var body = Arrays.copyOf(json, end + number.length);
            System.arraycopy(number, 0, body, end, number.length);
            return body;
        };
    }

    /** The payer has to act, or the provider takes its time: nobody should wait for that. */
    private void wakeWhoWaitsInVain(Payment.Known payment, PaymentEvent.Reported event) {
        var file = payment.file();
        var waiting =
                switch (event) {
                    case PaymentEvent.ChargeProcessing _, PaymentEvent.ChargeActionRequired _ ->
                            file.transactions().get(file.paymentId());
                    case PaymentEvent.RefundPending pending ->
                            file.transactions().get(pending.refundId());
                    case PaymentEvent.ChargeAuthorized _,
                            PaymentEvent.ChargeCaptured _,
                            PaymentEvent.CaptureReversed _,
                            PaymentEvent.CaptureFailed _,
                            PaymentEvent.ChargeFailed _,
                            PaymentEvent.ChargeVoided _,
                            PaymentEvent.VoidFailed _,
                            PaymentEvent.ChargeExpired _,
                            PaymentEvent.RefundSucceeded _,
                            PaymentEvent.RefundFailed _,
                            PaymentEvent.ProviderFeeRecorded _,
                            PaymentEvent.FundsConverted _,
                            PaymentEvent.Disputed _ ->
                            null;
                };
        if (waiting != null) {
            var tenant = file.terms().tenant();
            var key = new TransactionKey(tenant, waiting.origin(), waiting.value());
            CurrentUnitOfWork.ifStarted(unit -> unit.root().afterCommit(_ -> register.stir(key)));
        }
    }
}
