package io.truebook.api.http;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.DisputeVerdict;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.NextAction;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.List;

/** Things a provider says about a charge or a refund. */
final class Said {

    private static final Instant THEN = Instant.parse("2026-11-20T08:30:00Z");
    private static final Failure DECLINED =
            new Failure("declined", "card_declined", "Your card was declined.");

    private Said() {}

    static Outcome captured(String charge, long amount) {
        return new Outcome.Succeeded(List.of(new ProviderFact.Captured(of(charge), eur(amount))));
    }

    static Outcome authorized(String charge, long amount) {
        return new Outcome.Succeeded(List.of(new ProviderFact.Authorized(of(charge), eur(amount))));
    }

    static Outcome voided(String charge) {
        return new Outcome.Succeeded(List.of(new ProviderFact.Voided(of(charge))));
    }

    static Outcome declined(String charge) {
        return new Outcome.Refused(List.of(new ProviderFact.ChargeFailed(of(charge), DECLINED)));
    }

    static Outcome processing(String charge) {
        return new Outcome.Pending(List.of(new ProviderFact.Processing(of(charge))));
    }

    static Outcome actionRequired(String charge) {
        var action = new NextAction("redirect_to_url", "https://example.org/3ds");
        return new Outcome.ActionRequired(
                List.of(new ProviderFact.ActionRequired(of(charge), action)));
    }

    static Outcome refunded(String refund, long amount) {
        return new Outcome.Succeeded(
                List.of(new ProviderFact.RefundSucceeded(of(refund), refund, eur(amount))));
    }

    static Outcome refundFailed(String refund, long amount) {
        return new Outcome.Refused(
                List.of(new ProviderFact.RefundFailed(of(refund), refund, eur(amount), DECLINED)));
    }

    static Outcome disputed(String dispute, String charge, long amount, boolean inquiry) {
        return said(
                new ProviderFact.DisputeOpened(
                        of(dispute, charge), eur(amount), inquiry, "fraudulent", THEN));
    }

    static Outcome withdrawn(String dispute, String charge, long amount) {
        return said(new ProviderFact.DisputeFundsWithdrawn(of(dispute, charge), eur(amount)));
    }

    static Outcome closed(String dispute, String charge, DisputeVerdict verdict) {
        return said(new ProviderFact.DisputeClosed(of(dispute, charge), verdict));
    }

    private static Outcome said(ProviderFact fact) {
        return new Outcome.Succeeded(List.of(fact));
    }

    private static FactSource of(String object, String charge) {
        return FactSource.first("stripe", object, "pi_" + charge, THEN);
    }

    private static FactSource of(String id) {
        return FactSource.first("stripe", "obj_" + id, "pi_" + id, THEN);
    }

    private static Money eur(long amount) {
        return Money.of(amount, "EUR");
    }
}
