package io.truebook.api.provider.adyen;

import io.truebook.api.provider.CallbackDialect.Reading;
import io.truebook.api.provider.CallbackDialect.Route;
import io.truebook.api.provider.Telling;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each of Adyen's event codes means, from what is signed alone.
 *
 * <p>The code carries the outcome and {@code success} only whether it came about: a CAPTURE_FAILED
 * that is "true" is a failure. Money hangs on the payment's reference for authorisation and
 * capture, on the refund's own for a refund, on the dispute's for its stages; what was refused
 * hangs on our operation. Unknown codes are kept for a person. Source: Adyen "Webhook types" (read
 * 2026-11); decision 0021. Proved by {@code AdyenFactsTest}.
 */
final class AdyenFacts {

    static final String REPORT_AVAILABLE = "REPORT_AVAILABLE";

    static final String UNDECIDED = "A code we do not book: ";

    private final String connection;

    AdyenFacts(String connection) {
        this.connection = connection;
    }

    Reading of(AdyenNotification told) {
        var code = told.eventCode() == null ? "" : told.eventCode();
        return switch (code) {
            case "AUTHORISATION" -> told.succeeded() ? authorised(told) : declined(told);
            case "CAPTURE" -> told.succeeded() ? captured(told) : captureRefused(told);
            case "CANCELLATION", "TECHNICAL_CANCEL" ->
                    told.succeeded() ? voided(told) : voidRefused(told);
            case "REFUND" -> told.succeeded() ? refunded(told) : refundFailed(told);
            case "POSTPONED_REFUND" -> told.succeeded() ? refundWaits(told) : refundFailed(told);
            case "CAPTURE_FAILED" -> cameAbout(told, this::captureReversed);
            case "REFUND_FAILED", "REFUNDED_REVERSED" -> cameAbout(told, this::refundFailed);
            case "EXPIRE" -> cameAbout(told, this::expired);
            case "OFFER_CLOSED" -> cameAbout(told, this::offerClosed);
            case "AUTHORISATION_ADJUSTMENT" ->
                    new Reading.Parked("The hold was changed at Adyen; the ledger never asks that");
            case "CANCEL_OR_REFUND" ->
                    told.succeeded()
                            ? new Reading.Parked(
                                    "Made at Adyen; whether it paid back is not signed")
                            : new Reading.Evidence("A reversal made at Adyen was refused");
            case "REFUND_WITH_DATA", "VOID_PENDING_REFUND" ->
                    new Reading.Parked("A refund of no payment of ours");
            default -> ofDispute(told, code);
        };
    }

    private Reading ofDispute(AdyenNotification told, String code) {
        return switch (code) {
            case "NOTIFICATION_OF_CHARGEBACK",
                    "REQUEST_FOR_INFORMATION",
                    "CHARGEBACK",
                    "CHARGEBACK_REVERSED",
                    "SECOND_CHARGEBACK",
                    "DISPUTE_DEFENSE_PERIOD_ENDED",
                    "PREARBITRATION_WON",
                    "PREARBITRATION_LOST" ->
                    cameAbout(told, it -> facts(it, new AdyenDisputes(connection).of(it)));
            case "NOTIFICATION_OF_FRAUD",
                    "INFORMATION_SUPPLIED",
                    "ISSUER_COMMENTS",
                    "ISSUER_RESPONSE_TIMEFRAME_EXPIRED",
                    "PREARBITRATION_OPEN" ->
                    new Reading.Evidence("A stage of a dispute that moves no money");
            case "SCHEME_ARBITRATION_WON", "SCHEME_ARBITRATION_LOST" ->
                    new Reading.Parked("A verdict of the card scheme, which may have moved money");
            default -> ofTheAccount(told, code);
        };
    }

    /** Routine is no news: it would bury what somebody has to look at. */
    private static Reading ofTheAccount(AdyenNotification told, String code) {
        return switch (code) {
            case REPORT_AVAILABLE -> reportReady(told);
            case "AUTHENTICATION",
                    "MANUAL_REVIEW_ACCEPT",
                    "MANUAL_REVIEW_REJECT",
                    "RECURRING_CONTRACT",
                    "ACH_NOTIFICATION_OF_CHANGE",
                    "ACH_NOTICE_OF_CHANGE",
                    "EFT_NOTICE_OF_CHANGE",
                    "DIRECT_DEBIT_NOTICE_OF_CHANGE_NOTIFICATION" ->
                    new Reading.Evidence(
                            "It moves no money; what follows from it is told by itself");
            case "ORDER_OPENED", "ORDER_CLOSED" ->
                    told.succeeded()
                            ? new Reading.Evidence("A payment in parts, each told by itself")
                            : new Reading.Parked("A payment in parts was given up at Adyen");
            case "PAYOUT_THIRDPARTY", "PAYOUT_DECLINE", "PAYOUT_EXPIRE", "PAIDOUT_REVERSED" ->
                    new Reading.Parked(
                            "Money paid to others at Adyen, which the ledger never asks");
            case "AUTORESCUE", "CANCEL_AUTORESCUE" ->
                    new Reading.Parked("Adyen tries a refused payment again by itself");
            case "HANDLED_EXTERNALLY" ->
                    new Reading.Parked("The payment was settled outside Adyen");
            default -> new Reading.Parked(UNDECIDED + code);
        };
    }

    /** By the name in the place of its reference: the address is not signed. */
    private static Reading reportReady(AdyenNotification told) {
        var batch = AdyenReports.batchOf(told.pspReference());
        return told.succeeded() && batch.isPresent()
                ? new Reading.OfReport(batch.getAsLong())
                : new Reading.Evidence("A report that reconciliation does not read");
    }

    private interface Meaning {
        Reading of(AdyenNotification told);
    }

    /** What its code says; nothing is known of such a code that did not come about. */
    private static Reading cameAbout(AdyenNotification told, Meaning meaning) {
        return told.succeeded()
                ? meaning.of(told)
                : new Reading.Parked("Its success is not true, which has no meaning here");
    }

    /** A hold, or the whole sale where the charge asked to be captured at once. */
    private Reading authorised(AdyenNotification told) {
        var held = new ProviderFact.Authorized(ofPayment(told), amount(told));
        return facts(told, List.of(held), Telling.AS_ASKED);
    }

    /**
     * About our operation and not the payment: Adyen may authorise the same payment later, and then
     * it holds money.
     */
    private Reading declined(AdyenNotification told) {
        return facts(
                told, new ProviderFact.ChargeFailed(ofOperation(told), failure("declined", told)));
    }

    /**
     * Adyen may capture anew what a scheme has rejected, or another amount, all under the payment's
     * reference. Of the first only the reason tells, which is not signed: kept for a person, whom
     * an altered one costs a look and no money.
     */
    private Reading captured(AdyenNotification told) {
        var reason = AdyenFields.textOrNull(told.item(), "reason");
        if (reason != null && reason.toLowerCase(Locale.ROOT).contains("recaptured")) {
            return new Reading.Parked("Captured again by Adyen after the capture had failed");
        }
        var taken = new ProviderFact.Captured(ofPayment(told), amount(told));
        return facts(told, List.of(taken), Telling.WHERE_IT_FITS);
    }

    private Reading captureRefused(AdyenNotification told) {
        return facts(
                told, new ProviderFact.CaptureRefused(ofOperation(told), failure("refused", told)));
    }

    /** The only word that takes back what was captured. */
    private Reading captureReversed(AdyenNotification told) {
        return facts(
                told, new ProviderFact.ChargeFailed(ofPayment(told), failure("refused", told)));
    }

    private Reading voided(AdyenNotification told) {
        return facts(told, List.of(new ProviderFact.Voided(ofPayment(told))), Telling.AS_ASKED);
    }

    private Reading voidRefused(AdyenNotification told) {
        return facts(
                told, new ProviderFact.VoidRefused(ofOperation(told), failure("refused", told)));
    }

    private Reading expired(AdyenNotification told) {
        return facts(told, List.of(new ProviderFact.Expired(ofPayment(told))), Telling.AS_ASKED);
    }

    /** As a refusal: also an offer that has expired may still be authorised. */
    private Reading offerClosed(AdyenNotification told) {
        var lapsed = new Failure("canceled", "OFFER_CLOSED", "The payer did not complete it");
        return facts(told, new ProviderFact.ChargeFailed(ofOperation(told), lapsed));
    }

    private Reading refunded(AdyenNotification told) {
        var left = new ProviderFact.RefundSucceeded(ofItself(told), refundOf(told), amount(told));
        return facts(told, List.of(left), Telling.WHERE_IT_FITS);
    }

    private Reading refundWaits(AdyenNotification told) {
        return facts(
                told, new ProviderFact.RefundPending(ofItself(told), refundOf(told), amount(told)));
    }

    private Reading refundFailed(AdyenNotification told) {
        return facts(
                told,
                new ProviderFact.RefundFailed(
                        ofItself(told), refundOf(told), amount(told), failure("refused", told)));
    }

    private static Reading facts(AdyenNotification told, List<ProviderFact> facts) {
        return facts(told, facts, Telling.PLAIN);
    }

    private static Reading facts(AdyenNotification told, ProviderFact fact) {
        return facts(told, List.of(fact));
    }

    private static Reading facts(
            AdyenNotification told, List<ProviderFact> facts, Telling telling) {
        return new Reading.Facts(facts, route(told), null, telling);
    }

    /** What leads to the payment: our own reference, which is signed, before Adyen's. */
    private static Route route(AdyenNotification told) {
        var ids =
                Stream.of(told.originalReference(), told.pspReference())
                        .filter(Objects::nonNull)
                        .toList();
        return new Route(told.merchantReference(), null, ids);
    }

    private FactSource ofPayment(AdyenNotification told) {
        var payment = required(told.payment(), "pspReference");
        return FactSource.first(connection, payment, payment, at(told));
    }

    /** What was refused made no object: our operation is what it is about. */
    private FactSource ofOperation(AdyenNotification told) {
        var reference = told.merchantReference();
        return FactSource.first(
                connection,
                reference == null ? required(told.pspReference(), "pspReference") : reference,
                told.payment(),
                at(told));
    }

    private FactSource ofItself(AdyenNotification told) {
        return FactSource.first(
                connection,
                required(told.pspReference(), "pspReference"),
                told.originalReference(),
                at(told));
    }

    private static @Nullable String refundOf(AdyenNotification told) {
        var reference = told.merchantReference();
        return reference != null && reference.startsWith("re_") ? reference : null;
    }

    static Money amount(AdyenNotification told) {
        var amount = AdyenFields.amount(told.item());
        if (amount == null) {
            throw new AdyenFields.Unreadable("amount is missing");
        }
        return amount;
    }

    private static Instant at(AdyenNotification told) {
        return AdyenFields.time(told.item(), "eventDate");
    }

    private static Failure failure(String code, AdyenNotification told) {
        return new Failure(code, told.eventCode(), AdyenFields.message(told.item(), "reason"));
    }

    static String required(@Nullable String text, String field) {
        if (text == null) {
            throw new AdyenFields.Unreadable(field + " is missing");
        }
        return text;
    }
}
