package io.truebook.ledger.payment;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.DisputeVerdict;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.NextAction;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.List;

/**
 * What the provider may say of a payment: by default of its charge {@code pc_1} in {@code pi_1}.
 */
final class Facts {

    static final Instant THEN = Instant.parse("2026-11-20T09:59:58Z");
    static final Failure DECLINED = new Failure("declined", "insufficient_funds", null);

    private Facts() {}

    static List<ProviderFact> ofEveryKind(String object) {
        var source = of(object);
        var euro = Money.of(1000, "EUR");
        return List.of(
                new ProviderFact.Processing(source),
                new ProviderFact.ActionRequired(source, new NextAction("redirect", "https://a")),
                new ProviderFact.Authorized(source, euro),
                new ProviderFact.Captured(source, euro),
                new ProviderFact.CaptureRefused(source, DECLINED),
                new ProviderFact.ChargeFailed(source, DECLINED),
                new ProviderFact.Voided(source),
                new ProviderFact.VoidRefused(source, DECLINED),
                new ProviderFact.Expired(source),
                new ProviderFact.RefundPending(of("pr_" + object), null, euro),
                new ProviderFact.RefundSucceeded(of("pr_" + object), null, euro),
                new ProviderFact.RefundFailed(of("pr_" + object), null, euro, DECLINED),
                new ProviderFact.FeeCharged(of("txn_" + object), Money.of(55, "EUR")),
                new ProviderFact.Converted(of("txn_" + object), euro, Money.of(1100, "USD")),
                new ProviderFact.DisputeOpened(of("dp_" + object), euro, false, "fraudulent", THEN),
                new ProviderFact.DisputeFundsWithdrawn(of("dp_" + object), euro),
                new ProviderFact.DisputeFundsReinstated(of("dp_" + object), euro),
                new ProviderFact.DisputeClosed(of("dp_" + object), DisputeVerdict.LOST));
    }

    static FactSource of(String object) {
        return FactSource.first("stripe", object, "pi_1", THEN);
    }

    static ProviderFact processing() {
        return new ProviderFact.Processing(of("pc_1"));
    }

    static ProviderFact actionRequired() {
        return new ProviderFact.ActionRequired(of("pc_1"), new NextAction("redirect", "https://a"));
    }

    static ProviderFact authorized(long minor) {
        return authorized("pc_1", minor);
    }

    static ProviderFact authorized(String object, long minor) {
        return new ProviderFact.Authorized(of(object), Money.of(minor, "EUR"));
    }

    static ProviderFact captured(long minor) {
        return captured("pc_1", minor);
    }

    static ProviderFact captured(String object, long minor) {
        return new ProviderFact.Captured(of(object), Money.of(minor, "EUR"));
    }

    static ProviderFact captureRefused(String operation) {
        return new ProviderFact.CaptureRefused(of(operation), DECLINED);
    }

    static ProviderFact failed() {
        return failed("pc_1");
    }

    static ProviderFact failed(String object) {
        return new ProviderFact.ChargeFailed(of(object), DECLINED);
    }

    static ProviderFact voided() {
        return voided("pc_1");
    }

    static ProviderFact voided(String object) {
        return new ProviderFact.Voided(of(object));
    }

    static ProviderFact voidRefused(String operation) {
        return new ProviderFact.VoidRefused(of(operation), DECLINED);
    }

    static ProviderFact expired() {
        return expired("pc_1");
    }

    static ProviderFact expired(String object) {
        return new ProviderFact.Expired(of(object));
    }

    static ProviderFact refundPending(String object, String operation, long minor) {
        return new ProviderFact.RefundPending(of(object), operation, Money.of(minor, "EUR"));
    }

    static ProviderFact refunded(String object, String operation, long minor) {
        return new ProviderFact.RefundSucceeded(of(object), operation, Money.of(minor, "EUR"));
    }

    static ProviderFact refundFailed(String object, String operation, long minor) {
        return new ProviderFact.RefundFailed(
                of(object), operation, Money.of(minor, "EUR"), DECLINED);
    }

    static ProviderFact fee(String object, long minor) {
        return new ProviderFact.FeeCharged(of(object), Money.of(minor, "EUR"));
    }

    static ProviderFact inquired(String dispute, long minor) {
        return new ProviderFact.DisputeOpened(
                of(dispute), Money.of(minor, "EUR"), true, "general", THEN);
    }

    static ProviderFact disputed(String dispute, long minor) {
        return new ProviderFact.DisputeOpened(
                of(dispute), Money.of(minor, "EUR"), false, "fraudulent", THEN);
    }

    static ProviderFact withdrawn(String dispute, int round, long minor) {
        return new ProviderFact.DisputeFundsWithdrawn(of(dispute, round), Money.of(minor, "EUR"));
    }

    static ProviderFact reinstated(String dispute, int round, long minor) {
        return new ProviderFact.DisputeFundsReinstated(of(dispute, round), Money.of(minor, "EUR"));
    }

    static ProviderFact closed(String dispute, int round, DisputeVerdict verdict) {
        return new ProviderFact.DisputeClosed(of(dispute, round), verdict);
    }

    private static FactSource of(String object, int occurrence) {
        return new FactSource("stripe", object, "pi_1", THEN, occurrence);
    }
}
