package io.truebook.api.provider;

import io.truebook.ledger.payment.PaymentFile;
import io.truebook.ledger.provider.ProviderFact;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why facts told {@link Telling#WHERE_IT_FITS} do not fit what is booked of their payment.
 *
 * <p>The books would pass over them as an older word or as a repeat. They may be that, or money
 * that moved a second time.
 */
final class Misfit {

    private Misfit() {}

    static Optional<String> of(PaymentFile file, List<ProviderFact> facts) {
        return facts.stream().map(fact -> of(file, fact)).filter(Objects::nonNull).findFirst();
    }

    private static @Nullable String of(PaymentFile file, ProviderFact fact) {
        var object = fact.source().objectId();
        if (fact instanceof ProviderFact.Captured captured) {
            if (file.failedObjects().contains(object)) {
                return "Captured, again or told late: the capture had failed";
            }
            var booked = file.captures().get(object);
            return booked == null || booked.equals(captured.amount())
                    ? null
                    : "Captured %s (minor units), and %s is booked of it"
                            .formatted(captured.amount(), booked);
        }
        return fact instanceof ProviderFact.RefundSucceeded && file.failedObjects().contains(object)
                ? "Refunded, again or told late: the refund had failed"
                : null;
    }
}
