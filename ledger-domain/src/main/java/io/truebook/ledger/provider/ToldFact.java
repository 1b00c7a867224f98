package io.truebook.ledger.provider;

import io.truebook.ledger.money.Money;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a message of a provider said, short enough to be kept beside it: which fact, and of how
 * much. Two channels agree where both say the same of the same fact.
 *
 * @param amount minor units; null for a fact that names none
 */
public record ToldFact(String factKey, @Nullable Money amount) {

    /** What was worked on before anybody kept what it told: it may have told anything. */
    public static final String ANYTHING = "*";

    private static final Pattern WITH_AMOUNT = Pattern.compile("(.*) (-?[0-9]{1,18}) ([A-Z]{3})");

    public static ToldFact of(ProviderFact fact) {
        return new ToldFact(fact.key(), amountOf(fact));
    }

    private static @Nullable Money amountOf(ProviderFact fact) {
        return switch (fact) {
            case ProviderFact.Authorized f -> f.amount();
            case ProviderFact.Captured f -> f.amount();
            case ProviderFact.RefundSucceeded f -> f.amount();
            case ProviderFact.Processing _,
                    ProviderFact.ActionRequired _,
                    ProviderFact.CaptureRefused _,
                    ProviderFact.ChargeFailed _,
                    ProviderFact.Voided _,
                    ProviderFact.VoidRefused _,
                    ProviderFact.Expired _,
                    ProviderFact.RefundPending _,
                    ProviderFact.RefundFailed _,
                    ProviderFact.FeeCharged _,
                    ProviderFact.Converted _,
                    ProviderFact.DisputeOpened _,
                    ProviderFact.DisputeFundsWithdrawn _,
                    ProviderFact.DisputeFundsReinstated _,
                    ProviderFact.DisputeClosed _ ->
                    null;
        };
    }

    /** As it is kept; {@link #read} gives it back. */
    public String text() {
        return amount == null
                ? factKey
                : factKey + " " + amount.minor() + " " + amount.currency().code();
    }

    public static ToldFact read(String text) {
        var parts = WITH_AMOUNT.matcher(text);
        return parts.matches()
                ? new ToldFact(
                        parts.group(1), Money.of(Long.parseLong(parts.group(2)), parts.group(3)))
                : new ToldFact(text, null);
    }
}
