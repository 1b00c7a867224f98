package io.truebook.api.simulator;

import io.truebook.api.simulator.AdyenNotifications.News;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What can happen to a payment in the Adyen dialect, each step with its webhook and its bookings.
 *
 * <p>requires_action | pending -> succeeded | failed; succeeded -> canceled, or captured and then
 * refunded in parts. Under automatic capture the money is booked with the authorisation, and no
 * CAPTURE webhook tells of it unless the account is set to. Source: Adyen "Capture", "Webhook
 * types" (read 2026-11).
 */
final class AdyenLife {
    static final String SETTLE = "settle_adyen_payment";

    private final Clock clock;
    private final AdyenNotifications notifications;
    private final Movements movements;
    private final AdyenBatches batches;
    private final Supplier<Knobs> knobs;

    AdyenLife(
            Clock clock,
            AdyenNotifications notifications,
            Movements movements,
            AdyenBatches batches,
            Supplier<Knobs> knobs) {
        this.clock = clock;
        this.notifications = notifications;
        this.movements = movements;
        this.batches = batches;
        this.knobs = knobs;
    }

    void attempt(AdyenPayment payment) {
        AdyenTestMethod method = payment.method();
        switch (method.result()) {
            case AUTHORISED -> authorise(payment);
            case REFUSED -> refuse(payment, refusalOf(method));
            case REDIRECT -> payment.status("requires_action");
            case RECEIVED -> promise(payment, SETTLE, knobs.get().settleDelay());
            case PENDING -> payment.status("pending");
        }
    }

    /** The shopper is back from the bank's page. */
    void authenticated(AdyenPayment payment, boolean passed) {
        AdyenTestMethod.Refused refused = payment.method().refused();
        if (!passed) {
            refuse(payment, AdyenTestMethod.NOT_AUTHENTICATED);
        } else if (refused != null) {
            refuse(payment, refused);
        } else {
            authorise(payment);
        }
    }

    /** A received payment comes to its end, as its method promises. */
    void settle(AdyenPayment payment) {
        AdyenTestMethod.Refused refused = payment.method().refused();
        if (refused == null) {
            authorise(payment);
        } else {
            refuse(payment, refused);
        }
    }

    /** Also late, after a refusal: the provider does what nobody asked for. */
    void authorise(AdyenPayment payment) {
        payment.status("succeeded");
        payment.body().remove("refusal");
        notifications.tell(
                payment,
                new News(
                        "AUTHORISATION",
                        payment.pspReference(),
                        payment.amount().value(),
                        true,
                        "033899:1111:3/2030"));
        if (payment.automatic()) {
            capture(payment, payment.amount().value(), null);
            if (knobs.get().adyen().captureWebhooks()) {
                notifications.tell(
                        payment,
                        new News(
                                "CAPTURE", Ids.pspReference(), payment.amount().value(), true, ""));
            }
        }
    }

    void refuse(AdyenPayment payment, AdyenTestMethod.Refused refused) {
        payment.status("failed");
        payment.body()
                .putObject("refusal")
                .put("code", refused.code())
                .put("reason", refused.reason());
        notifications.tell(
                payment,
                new News(
                        "AUTHORISATION",
                        payment.pspReference(),
                        payment.amount().value(),
                        false,
                        refused.reason()));
    }

    /** The hold lapsed without a capture. */
    void expire(AdyenPayment payment) {
        if (!payment.is("succeeded") || payment.captured()) {
            throw AdyenError.refused("167", "There is no open authorisation.");
        }
        payment.status("canceled");
        notifications.tell(
                payment,
                new News("EXPIRE", payment.pspReference(), payment.amount().value(), true, ""));
    }

    /** The scheme rejects what was captured, by whomever. */
    void failCapture(AdyenPayment payment) {
        if (!payment.captured()) {
            throw AdyenError.refused("167", "Nothing is captured.");
        }
        long amount = payment.count("amount_captured");
        payment.captured(0);
        book(payment, "SettledReversed", Math.negateExact(amount), 0, null);
        tell(
                payment,
                new News(
                        "CAPTURE_FAILED",
                        Ids.pspReference(),
                        amount,
                        true,
                        "Capture rejected by card scheme because of a technical issue."));
    }

    /** Adyen captures anew, by itself, what the scheme has rejected. */
    void recapture(AdyenPayment payment) {
        if (!payment.is("succeeded") || payment.captured()) {
            throw AdyenError.refused("167", "There is nothing to capture.");
        }
        long amount = payment.amount().value();
        String capture = Ids.pspReference();
        capture(payment, amount, capture);
        tell(payment, new News("CAPTURE", capture, amount, true, "Transaction Recaptured"));
    }

    void tell(AdyenPayment payment, News news) {
        notifications.tell(payment, news);
    }

    /** Takes this much, once; the rest of the authorisation is given up. */
    void capture(AdyenPayment payment, long amount, @Nullable String modification) {
        payment.captured(amount);
        book(payment, "Settled", amount, movements.fee(amount), modification);
    }

    /** Signed as it changes the balance, in minor units of the payment's currency. */
    void book(
            AdyenPayment payment,
            String type,
            long amount,
            long fee,
            @Nullable String modification) {
        payment.effects()
                .book(
                        new AdyenBooking(
                                Ids.next("bkg_"),
                                clock.instant().getEpochSecond(),
                                type,
                                amount,
                                fee,
                                payment.currency(),
                                payment.merchantAccount(),
                                payment.reference(),
                                payment.pspReference(),
                                modification,
                                null));
        batches.closeLater(payment.effects(), payment.merchantAccount());
    }

    void promise(Effects effects, String task, String objectId, Duration delay) {
        effects.promise(
                new Effects.Promise(
                        Ids.next("due_"), clock.millis() + delay.toMillis(), task, objectId));
    }

    private void promise(AdyenPayment payment, String task, Duration delay) {
        promise(payment.effects(), task, payment.pspReference(), delay);
    }

    private static AdyenTestMethod.Refused refusalOf(AdyenTestMethod method) {
        AdyenTestMethod.Refused refused = method.refused();
        return refused == null ? AdyenTestMethod.GENERIC : refused;
    }
}
