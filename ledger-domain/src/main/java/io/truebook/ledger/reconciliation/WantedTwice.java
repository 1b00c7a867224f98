package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Finding.Leg;
import java.time.Instant;

/**
 * Two charges of the same merchant, reference and amount, the second wanted while nobody knew what
 * had become of the first, and both have taken money.
 *
 * <p>DUPLICATE_AT_PROVIDER, because that is where a payer has paid twice: each operation of ours is
 * booked once and settled once, so that the books agree and the difference is nothing.
 */
public record WantedTwice(String first, String second, Money amount, Instant at) {

    /** What a run lists of it. */
    public Finding finding(String connection) {
        var code = FindingCode.DUPLICATE_AT_PROVIDER;
        var nothing = Money.zero(amount.currency());
        return new Finding(
                DerivedId.of(
                        "brk_", connection, Leg.SETTLEMENT.code(), code.name(), second, "WANTED"),
                Leg.SETTLEMENT,
                code,
                second,
                nothing,
                nothing,
                second,
                null,
                null,
                at,
                "%s was wanted again as %s while nobody knew its outcome; both have taken %s."
                        .formatted(first, second, amount));
    }
}
