package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.provider.OperationKind.CAPTURE;
import static io.truebook.ledger.provider.OperationKind.CHARGE;
import static io.truebook.ledger.provider.OperationKind.REFUND;
import static io.truebook.ledger.provider.OperationKind.VOID;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Answered;
import io.truebook.ledger.payment.PaymentEvent;
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
import io.truebook.ledger.payment.PaymentEvent.Disputed;
import io.truebook.ledger.payment.PaymentEvent.DuplicateSuspected;
import io.truebook.ledger.payment.PaymentEvent.FundsConverted;
import io.truebook.ledger.payment.PaymentEvent.OperationUnknown;
import io.truebook.ledger.payment.PaymentEvent.PersonalDataErased;
import io.truebook.ledger.payment.PaymentEvent.ProviderFeeRecorded;
import io.truebook.ledger.payment.PaymentEvent.RefundFailed;
import io.truebook.ledger.payment.PaymentEvent.RefundPending;
import io.truebook.ledger.payment.PaymentEvent.RefundRequested;
import io.truebook.ledger.payment.PaymentEvent.RefundSucceeded;
import io.truebook.ledger.payment.PaymentEvent.Reported;
import io.truebook.ledger.payment.PaymentEvent.VoidFailed;
import io.truebook.ledger.payment.PaymentEvent.VoidRequested;
import io.truebook.ledger.provider.OperationKind;
import io.truebook.ledger.provider.ToldFact;
import io.truebook.ledger.reconciliation.OperationNews.Contradicted;
import io.truebook.ledger.reconciliation.OperationNews.Done;
import io.truebook.ledger.reconciliation.OperationNews.Over;
import io.truebook.ledger.reconciliation.OperationNews.Overtaken;
import io.truebook.ledger.reconciliation.OperationNews.Postponed;
import io.truebook.ledger.reconciliation.OperationNews.Requested;
import io.truebook.ledger.reconciliation.OperationNews.Unanswered;
import io.truebook.ledger.reconciliation.SagaDesk.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What each event of a payment says about which operation: one exhaustive switch. */
final class OperationEvents {

    private final Function<String, Account> accounts;

    /**
     * @param accounts whose an operation is that was asked for
     */
    OperationEvents(Function<String, Account> accounts) {
        this.accounts = accounts;
    }

    List<OperationNews> newsOf(PaymentEvent event) {
        return switch (event) {
            case ChargeRequested e -> List.of(new Requested(charge(e)));
            case CaptureRequested e ->
                    List.of(new Requested(about(e, e.operationId(), CAPTURE, e.amount())));
            case VoidRequested e ->
                    List.of(new Requested(about(e, e.operationId(), VOID, e.amount())));
            case RefundRequested e ->
                    List.of(new Requested(about(e, e.refundId(), REFUND, e.amount())));
            case OperationUnknown e -> List.of(new Unanswered(e.operationId()));
            case ChargeProcessing e -> List.of(new Postponed(e.paymentId(), e.at()));
            case ChargeActionRequired e -> List.of(new Postponed(e.paymentId(), e.at()));
            case RefundPending e -> List.of(new Postponed(e.refundId(), e.at()));
            case ChargeAuthorized e ->
                    e.unexpected()
                            ? List.of(late(e, e.paymentId(), CHARGE, e.amount()))
                            : done(e, e.amount(), true);
            case ChargeCaptured e -> captured(e);
            case RefundSucceeded e -> refunded(e);
            case RefundFailed e -> refundFailed(e);
            case CaptureReversed e -> over(e, e.answered());
            case CaptureFailed e -> over(e, e.answered());
            case VoidFailed e -> over(e, e.answered());
            case ChargeFailed e -> released(e);
            case ChargeVoided e -> released(e);
            case ChargeExpired e -> released(e);
            case PersonalDataErased _,
                    DuplicateSuspected _,
                    ProviderFeeRecorded _,
                    FundsConverted _,
                    Disputed _ ->
                    List.of();
        };
    }

    private static FollowedOperation charge(ChargeRequested event) {
        return new FollowedOperation(
                event.paymentId(),
                event.paymentId(),
                event.terms().tenant(),
                event.terms().connection(),
                CHARGE,
                event.terms().amount(),
                event.at());
    }

    private FollowedOperation about(
            PaymentEvent event, String operationId, OperationKind kind, Money amount) {
        var account = accounts.apply(operationId);
        return new FollowedOperation(
                operationId,
                event.paymentId(),
                account.tenant(),
                account.connection(),
                kind,
                amount,
                event.at());
    }

    private static List<OperationNews> done(Reported event, Money amount, boolean held) {
        var news = new ArrayList<OperationNews>();
        for (var id : event.answered().operations()) {
            news.add(new Done(id, answer(event, amount, held)));
        }
        return news;
    }

    /** A second object that took money, and no answer given anew, is for the settlement to tell. */
    private List<OperationNews> captured(ChargeCaptured event) {
        var news = done(event, event.amount(), false);
        news.add(new Overtaken(event.paymentId(), event.at()));
        if (event.unexpected() && !event.answered().corrected().isEmpty()) {
            news.add(late(event, event.paymentId(), CHARGE, event.amount()));
        }
        return news;
    }

    private List<OperationNews> refunded(RefundSucceeded event) {
        var news = done(event, event.amount(), false);
        for (var id : event.answered().corrected()) {
            news.add(late(event, id, REFUND, event.amount()));
        }
        return news;
    }

    private List<OperationNews> refundFailed(RefundFailed event) {
        if (!event.afterSuccess()) {
            return over(event, event.answered());
        }
        var news = new ArrayList<OperationNews>();
        for (var id : event.answered().corrected()) {
            news.add(
                    new Contradicted(
                            about(event, id, REFUND, event.amount()),
                            answer(event, event.amount(), false),
                            "A refund that had succeeded has failed: the payer has no money."));
        }
        return news;
    }

    private OperationNews late(Reported event, String id, OperationKind kind, Money amount) {
        return new Contradicted(
                about(event, id, kind, amount),
                answer(event, amount, false),
                "It had counted as over, and the provider says that it was done: it is booked.");
    }

    private static List<OperationNews> over(Reported event, Answered answered) {
        return Stream.of(answered.operations(), answered.corrected())
                .flatMap(List::stream)
                .<OperationNews>map(id -> new Over(id, event.at()))
                .toList();
    }

    private static List<OperationNews> released(Reported event) {
        var news = new ArrayList<>(over(event, event.answered()));
        news.add(new Overtaken(event.paymentId(), event.at()));
        return news;
    }

    private static Answer answer(Reported event, Money amount, boolean held) {
        var evidence = event.evidence();
        return new Answer(
                Teller.of(evidence.channel()),
                new ToldFact(evidence.factKey(), amount),
                event.at(),
                held);
    }
}
