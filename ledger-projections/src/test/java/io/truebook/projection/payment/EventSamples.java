package io.truebook.projection.payment;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.truebook.ledger.accountmovement.AccountMovementEvent;
import io.truebook.ledger.books.BooksEvent;
import io.truebook.ledger.books.Outstanding;
import io.truebook.ledger.merchantpayout.MerchantPayout;
import io.truebook.ledger.merchantpayout.MerchantPayoutEvent;
import io.truebook.ledger.merchantpayout.PayoutFailure;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Answered;
import io.truebook.ledger.payment.ChargeTerms;
import io.truebook.ledger.payment.Conversion;
import io.truebook.ledger.payment.Evidence;
import io.truebook.ledger.payment.Parties;
import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.ledger.payment.Personal;
import io.truebook.ledger.payment.TransactionId;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.DisputeVerdict;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.NextAction;
import io.truebook.ledger.providerobject.PayoutEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One event of every type, with every field filled in: what the golden files show. */
public final class EventSamples {

    public static final String CHARGE = "ch_06f9n6q1xr4d7v2m8s0k5t3w9y";
    static final String REFUND = "re_06f9n6q1xr4d7v2m8s0k5t3w9z";

    private static final Instant AT = Instant.parse("2026-11-20T10:00:00.123456789Z");
    private static final Parties PARTIES = new Parties("m-1", "stripe");
    private static final Money EUR_20 = Money.of(1_999, "EUR");
    private static final Money NOTHING = Money.of(0, "EUR");
    private static final Money EUR_5 = Money.of(500, "EUR");
    private static final TransactionId ORDER = TransactionId.ofClient("order-7/\"a\"");
    private static final Failure DECLINED =
            new Failure("declined", "insufficient_funds", "The card has insufficient funds.");
    private static final Evidence EVIDENCE =
            new Evidence(
                    "stripe|ch_3Q|captured|1",
                    "ch_3Q",
                    "pi_3Q",
                    Instant.parse("2026-11-20T09:59:59Z"),
                    Instant.parse("2026-11-20T09:59:59Z"),
                    "webhook");
    private static final Answered ANSWERED =
            new Answered(List.of(CHARGE), List.of(CHARGE + "-capture-1"));
    private static final Personal PERSONAL =
            new Personal("Blue bicycle", "order-7", Map.of("size", "L", "colour", "blue"));

    private static final Evidence OF_PAYOUT =
            new Evidence(
                    "stripe|po_1P|payout_created|1",
                    "po_1P",
                    null,
                    Instant.parse("2026-11-20T09:59:59Z"),
                    Instant.parse("2026-11-20T09:59:59Z"),
                    "webhook");

    private EventSamples() {}

    public static List<PayoutEvent> ofPayouts() {
        var key = "stripe:po_1P";
        var arrival = Instant.parse("2026-11-22T00:00:00Z");
        var closed = new Failure("failed", "account_closed", "The account has been closed.");
        return List.of(
                new PayoutEvent.PayoutCreated(key, AT, OF_PAYOUT, "stripe", EUR_20, arrival),
                new PayoutEvent.PayoutPaid(key, AT, OF_PAYOUT),
                new PayoutEvent.PayoutFailed(key, AT, OF_PAYOUT, "stripe", EUR_20, closed),
                new PayoutEvent.PayoutCanceled(key, AT, OF_PAYOUT, "stripe", EUR_20),
                new PayoutEvent.PayoutTraced(key, AT, OF_PAYOUT, "stripe", "REF-1"),
                new PayoutEvent.PayoutBankCredited(key, AT, OF_PAYOUT, "stripe", EUR_20),
                new PayoutEvent.PayoutBankDebited(key, AT, OF_PAYOUT, "stripe", EUR_20),
                new PayoutEvent.PayoutBankUnmatched(key, AT, OF_PAYOUT, "stripe", EUR_20));
    }

    public static List<MerchantPayoutEvent> ofMerchantPayouts() {
        var id = "mpo_06f9n6q1xr4d7v2m8s0k5t3w9x";
        var told = new Evidence("merchant_payout_paid|NTRF-1", id, "NTRF-1", AT, AT, "statement");
        return List.of(
                new MerchantPayoutEvent.MerchantPayoutRequested(
                        id, AT, "default", ORDER, "m-1", EUR_20, PERSONAL),
                new MerchantPayoutEvent.MerchantPayoutPaid(
                        id, AT, told, "m-1", EUR_20, MerchantPayout.Status.REQUESTED),
                new MerchantPayoutEvent.MerchantPayoutFailed(
                        id,
                        AT,
                        told,
                        "m-1",
                        EUR_20,
                        MerchantPayout.Status.PAID,
                        PayoutFailure.ACCOUNT_CLOSED));
    }

    public static List<BooksEvent> ofBooks() {
        return List.of(
                new BooksEvent.PeriodClosed(
                        "books:default",
                        AT,
                        "default",
                        "pcl_06f9n6q1xr4d7v2m8s0k5t3w9v",
                        LocalDate.parse("2026-10-31"),
                        "Europe/Berlin",
                        Instant.parse("2026-10-31T23:00:00Z"),
                        "ann",
                        new Outstanding(2, List.of("adyen")),
                        "The provider answers in December"));
    }

    public static List<AccountMovementEvent> ofAccountMovements() {
        return List.of(
                new AccountMovementEvent.ReserveMoved(
                        "stripe:txn_9", AT, OF_PAYOUT, "stripe", Money.of(-5_000, "EUR")),
                new AccountMovementEvent.AccountFeeCharged(
                        "stripe:txn_8", AT, OF_PAYOUT, "stripe", Money.of(-200, "EUR")));
    }

    public static List<PaymentEvent> all() {
        return List.of(
                new PaymentEvent.ChargeRequested(
                        CHARGE,
                        AT,
                        new ChargeTerms(
                                "default",
                                ORDER,
                                EUR_20,
                                "m-1",
                                "stripe",
                                "pm_card_visa",
                                CaptureMode.AUTOMATIC,
                                "https://shop.example/back",
                                1),
                        PERSONAL),
                new PaymentEvent.CaptureRequested(CHARGE, AT, CHARGE + "-capture-1", ORDER, EUR_20),
                new PaymentEvent.VoidRequested(
                        CHARGE, AT, CHARGE + "-void-1", ORDER, EUR_20, CHARGE),
                new PaymentEvent.RefundRequested(
                        CHARGE, AT, REFUND, ORDER, PARTIES, EUR_5, PERSONAL),
                new PaymentEvent.PersonalDataErased(CHARGE, AT),
                new PaymentEvent.DuplicateSuspected(CHARGE, AT, "ch_06f9n6q1xr4d7v2m8s0k5t3w9a"),
                new PaymentEvent.OperationUnknown(CHARGE, AT, CHARGE, "read timed out"),
                new PaymentEvent.ChargeProcessing(CHARGE, AT, EVIDENCE, ANSWERED),
                new PaymentEvent.ChargeActionRequired(
                        CHARGE,
                        AT,
                        EVIDENCE,
                        ANSWERED,
                        new NextAction("redirect", "https://bank.example/3ds")),
                new PaymentEvent.ChargeAuthorized(
                        CHARGE, AT, EVIDENCE, ANSWERED, PARTIES, EUR_20, false),
                new PaymentEvent.ChargeCaptured(
                        CHARGE, AT, EVIDENCE, ANSWERED, PARTIES, EUR_20, EUR_20, true),
                new PaymentEvent.CaptureReversed(
                        CHARGE, AT, EVIDENCE, ANSWERED, PARTIES, EUR_20, DECLINED),
                new PaymentEvent.CaptureFailed(CHARGE, AT, EVIDENCE, ANSWERED, DECLINED),
                new PaymentEvent.ChargeFailed(
                        CHARGE, AT, EVIDENCE, ANSWERED, PARTIES, EUR_20, DECLINED),
                new PaymentEvent.ChargeVoided(CHARGE, AT, EVIDENCE, ANSWERED, PARTIES, EUR_20),
                new PaymentEvent.VoidFailed(CHARGE, AT, EVIDENCE, ANSWERED, DECLINED),
                new PaymentEvent.ChargeExpired(CHARGE, AT, EVIDENCE, ANSWERED, PARTIES, EUR_20),
                new PaymentEvent.RefundPending(CHARGE, AT, EVIDENCE, ANSWERED, REFUND),
                new PaymentEvent.RefundSucceeded(
                        CHARGE, AT, EVIDENCE, ANSWERED, REFUND, PARTIES, EUR_5, EUR_5),
                new PaymentEvent.RefundFailed(
                        CHARGE, AT, EVIDENCE, ANSWERED, REFUND, PARTIES, EUR_5, true, DECLINED),
                new PaymentEvent.ProviderFeeRecorded(
                        CHARGE, AT, EVIDENCE, ANSWERED, "stripe", Money.of(59, "EUR"), false),
                new PaymentEvent.FundsConverted(
                        CHARGE,
                        AT,
                        EVIDENCE,
                        ANSWERED,
                        new Conversion("stripe", EUR_20, Money.of(2_199, "USD"))),
                new PaymentEvent.DisputeOpened(
                        CHARGE,
                        AT,
                        EVIDENCE,
                        ANSWERED,
                        1,
                        PARTIES,
                        EUR_20,
                        true,
                        "fraudulent",
                        Instant.parse("2026-12-01T23:59:59Z"),
                        EUR_5,
                        EUR_5),
                new PaymentEvent.DisputeFundsWithdrawn(
                        CHARGE,
                        AT,
                        EVIDENCE,
                        ANSWERED,
                        2,
                        PARTIES,
                        EUR_20,
                        true,
                        EUR_20,
                        Money.of(-500, "EUR")),
                new PaymentEvent.DisputeFundsReinstated(
                        CHARGE,
                        AT,
                        EVIDENCE,
                        ANSWERED,
                        2,
                        PARTIES,
                        EUR_20,
                        Money.of(-1_999, "EUR"),
                        EUR_5),
                new PaymentEvent.DisputeClosed(
                        CHARGE,
                        AT,
                        EVIDENCE,
                        ANSWERED,
                        2,
                        PARTIES,
                        DisputeVerdict.LOST,
                        Money.of(-1_999, "EUR"),
                        EUR_20));
    }

    /** One event of every type but one, in an order and with amounts that can have happened. */
    public static List<PaymentEvent> life() {
        var samples = all().stream().collect(toMap(PaymentEvent::getClass, identity()));
        return Stream.concat(
                        Stream.of(
                                        PaymentEvent.ChargeRequested.class,
                                        PaymentEvent.OperationUnknown.class,
                                        PaymentEvent.CaptureRequested.class,
                                        PaymentEvent.ChargeProcessing.class,
                                        PaymentEvent.ChargeActionRequired.class,
                                        PaymentEvent.ChargeAuthorized.class,
                                        PaymentEvent.CaptureFailed.class,
                                        PaymentEvent.VoidFailed.class,
                                        PaymentEvent.ChargeCaptured.class,
                                        PaymentEvent.VoidRequested.class,
                                        PaymentEvent.RefundRequested.class,
                                        PaymentEvent.RefundPending.class,
                                        PaymentEvent.RefundSucceeded.class,
                                        PaymentEvent.RefundFailed.class)
                                .map(samples::get),
                        Stream.concat(
                                disputed().stream(),
                                Stream.of(
                                        samples.get(PaymentEvent.ProviderFeeRecorded.class),
                                        new PaymentEvent.ChargeFailed(
                                                CHARGE, AT, EVIDENCE, ANSWERED, PARTIES, NOTHING,
                                                DECLINED),
                                        new PaymentEvent.ChargeVoided(
                                                CHARGE, AT, EVIDENCE, ANSWERED, PARTIES, NOTHING),
                                        new PaymentEvent.ChargeExpired(
                                                CHARGE, AT, EVIDENCE, ANSWERED, PARTIES, NOTHING),
                                        samples.get(PaymentEvent.CaptureReversed.class))))
                .toList();
    }

    private static List<PaymentEvent> disputed() {
        var all = EUR_20;
        var back = EUR_20.negated();
        return List.of(
                new PaymentEvent.DisputeOpened(
                        CHARGE,
                        AT,
                        EVIDENCE,
                        ANSWERED,
                        1,
                        PARTIES,
                        all,
                        true,
                        "fraudulent",
                        null,
                        NOTHING,
                        NOTHING),
                new PaymentEvent.DisputeFundsWithdrawn(
                        CHARGE, AT, EVIDENCE, ANSWERED, 2, PARTIES, all, false, all, NOTHING),
                new PaymentEvent.DisputeFundsReinstated(
                        CHARGE, AT, EVIDENCE, ANSWERED, 2, PARTIES, all, back, NOTHING),
                new PaymentEvent.DisputeClosed(
                        CHARGE,
                        AT,
                        EVIDENCE,
                        ANSWERED,
                        2,
                        PARTIES,
                        DisputeVerdict.LOST,
                        NOTHING,
                        NOTHING));
    }
}
