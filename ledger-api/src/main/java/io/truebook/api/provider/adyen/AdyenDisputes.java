package io.truebook.api.provider.adyen;

import io.truebook.ledger.provider.DisputeVerdict;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.provider.ProviderFact.DisputeClosed;
import io.truebook.ledger.provider.ProviderFact.DisputeFundsReinstated;
import io.truebook.ledger.provider.ProviderFact.DisputeFundsWithdrawn;
import io.truebook.ledger.provider.ProviderFact.DisputeOpened;
import java.time.Instant;
import java.util.List;

/**
 * The stages of a dispute, all of which Adyen tells under the dispute's one reference.
 *
 * <p>A chargeback takes the money, its reversal gives it back, a second chargeback takes it again
 * and is another round. The end of the defense period decides the first round, pre-arbitration the
 * second; neither moves money by itself. Source: Adyen "Dispute webhooks" (read 2026-11).
 */
final class AdyenDisputes {

    private final String connection;

    AdyenDisputes(String connection) {
        this.connection = connection;
    }

    /** A code that {@link AdyenFacts} knows to be a stage. */
    List<ProviderFact> of(AdyenNotification told) {
        var amount = AdyenFacts.amount(told);
        return switch (told.eventCode()) {
            case "NOTIFICATION_OF_CHARGEBACK", "REQUEST_FOR_INFORMATION" ->
                    List.of(opened(told, 1, true));
            case "CHARGEBACK" ->
                    List.of(
                            opened(told, 1, false),
                            new DisputeFundsWithdrawn(round(told, 1), amount));
            case "CHARGEBACK_REVERSED" ->
                    List.of(
                            new DisputeFundsReinstated(round(told, 1), amount),
                            new DisputeClosed(round(told, 1), DisputeVerdict.WON));
            case "SECOND_CHARGEBACK" ->
                    List.of(
                            opened(told, 2, false),
                            new DisputeFundsWithdrawn(round(told, 2), amount));
            // Nobody defended it in time, or liability was accepted.
            case "DISPUTE_DEFENSE_PERIOD_ENDED" ->
                    List.of(new DisputeClosed(round(told, 1), DisputeVerdict.LOST));
            case "PREARBITRATION_WON" ->
                    List.of(new DisputeClosed(round(told, 2), DisputeVerdict.WON));
            case "PREARBITRATION_LOST" ->
                    List.of(new DisputeClosed(round(told, 2), DisputeVerdict.LOST));
            case null, default ->
                    throw new AdyenFields.Unreadable("no stage of a dispute: " + told.eventCode());
        };
    }

    private ProviderFact opened(AdyenNotification told, int round, boolean inquiry) {
        var more = told.item().path("additionalData");
        var reason = AdyenFields.textOrNull(more, "chargebackReasonCode");
        var until = AdyenFields.time(more, "defensePeriodEndsAt");
        return new DisputeOpened(
                round(told, round),
                AdyenFacts.amount(told),
                inquiry,
                reason == null ? null : reason.strip(),
                until.equals(Instant.EPOCH) ? null : until);
    }

    /** Without both references the one there is the payment's, and no dispute's. */
    private FactSource round(AdyenNotification told, int round) {
        if (told.originalReference() == null) {
            throw new AdyenFields.Unreadable("it does not name its dispute");
        }
        return new FactSource(
                connection,
                AdyenFacts.required(told.pspReference(), "pspReference"),
                told.originalReference(),
                AdyenFields.time(told.item(), "eventDate"),
                round);
    }
}
