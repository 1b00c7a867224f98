package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Currency;
import io.truebook.ledger.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each side has of one thing, in one currency, with the time of each part.
 *
 * <p>The parts of a thing may fall on both sides of a cut-off, so that its sum up to there is not
 * its whole sum.
 */
final class Sides {

    private record Part(long minor, Instant at) {}

    private final Currency currency;
    private final List<Part> ledger = new ArrayList<>();
    private final List<Part> provider = new ArrayList<>();

    Sides(Currency currency) {
        this.currency = currency;
    }

    Sides ledger(Money amount, Instant at) {
        ledger.add(part(amount, at));
        return this;
    }

    Sides ledger(Iterable<LedgerMovement> movements) {
        movements.forEach(movement -> ledger(movement.amount(), movement.effectiveAt()));
        return this;
    }

    Sides provider(Money amount, Instant at) {
        provider.add(part(amount, at));
        return this;
    }

    /** Provider less ledger, wherever the parts fall. */
    long difference() {
        return Math.subtractExact(sum(provider), sum(ledger));
    }

    @Nullable Money ledger() {
        return money(ledger);
    }

    @Nullable Money provider() {
        return money(provider);
    }

    @Nullable Money ledgerBefore(Instant end) {
        return money(before(ledger, end));
    }

    @Nullable Money providerBefore(Instant end) {
        return money(before(provider, end));
    }

    /** Provider less ledger, of what lies before a time. */
    long differenceBefore(Instant end) {
        return Math.subtractExact(sum(before(provider, end)), sum(before(ledger, end)));
    }

    boolean isEmpty() {
        return ledger.isEmpty() && provider.isEmpty();
    }

    boolean touches(Period period) {
        return parts().anyMatch(part -> period.contains(part.at()));
    }

    boolean isWithin(Period period) {
        return parts().allMatch(part -> period.contains(part.at()));
    }

    boolean beginsBefore(Instant end) {
        return parts().anyMatch(part -> part.at().isBefore(end));
    }

    boolean isBefore(Instant end) {
        return parts().allMatch(part -> part.at().isBefore(end));
    }

    Instant earliest() {
        return parts().map(Part::at).min(Instant::compareTo).orElseThrow();
    }

    private Stream<Part> parts() {
        return Stream.concat(ledger.stream(), provider.stream());
    }

    private Part part(Money amount, Instant at) {
        if (!amount.currency().equals(currency)) {
            throw new IllegalArgumentException(
                    "Cannot mix " + amount.currency() + " and " + currency);
        }
        return new Part(amount.minor(), at);
    }

    private @Nullable Money money(List<Part> parts) {
        return parts.isEmpty() ? null : new Money(sum(parts), currency);
    }

    private static List<Part> before(List<Part> parts, Instant end) {
        return parts.stream().filter(part -> part.at().isBefore(end)).toList();
    }

    private static long sum(List<Part> parts) {
        return parts.stream().mapToLong(Part::minor).reduce(0, Math::addExact);
    }
}
