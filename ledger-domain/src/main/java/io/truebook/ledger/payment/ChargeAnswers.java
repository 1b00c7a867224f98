package io.truebook.ledger.payment;

import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.OperationKind;
import java.util.Arrays;
import java.util.List;

/** Which operations a fact about the charge answers, and which earlier answers it contradicts. */
final class ChargeAnswers {

    private ChargeAnswers() {}

    static Answered to(PaymentFile file, OperationKind... kinds) {
        var wanted = Arrays.asList(kinds);
        return Answered.first(
                file.operations().stream()
                        .filter(operation -> wanted.contains(operation.kind()))
                        .map(Operation::id)
                        .toList());
    }

    static Answered toAll(PaymentFile file) {
        return to(file, OperationKind.values());
    }

    /** Held after all: the charge's answer is given anew, if that was what told it was over. */
    static Answered lateHold(PaymentFile file) {
        return Answered.anew(
                file.lastAnswered().stream().filter(id -> id.equals(file.paymentId())).toList());
    }

    /** Taken after all: every answer that told the charge was over is given anew. */
    static Answered lateCapture(PaymentFile file) {
        return Answered.anew(file.lastAnswered());
    }

    /**
     * Not taken after all. A void never wanted it taken: its answer stands, and one that is still
     * open has what it wanted.
     */
    static Answered reversal(PaymentFile file) {
        var corrected =
                file.terms().capture() == CaptureMode.AUTOMATIC
                        ? List.of(file.paymentId())
                        : file.lastAnswered().stream()
                                .filter(id -> !file.isOperation(OperationKind.VOID, id))
                                .toList();
        return new Answered(to(file, OperationKind.VOID).operations(), corrected);
    }
}
