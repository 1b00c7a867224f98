package io.truebook.projection.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.BankFindings.Transit;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What our bank says of a connection's payouts.
 *
 * @param since the first day a statement tells of; null where there is none, and nothing is said
 * @param payouts those that are open, and those of the period
 * @param unmatched entries of the days of the period that are no payout's of any connection
 */
public record BankSide(
        @Nullable LocalDate since, List<Transit> payouts, List<Unmatched> unmatched) {

    /** No statement so far. */
    static final BankSide SILENT = new BankSide(null, List.of(), List.of());

    public BankSide {
        payouts = List.copyOf(payouts);
        unmatched = List.copyOf(unmatched);
    }

    /**
     * An entry of a statement.
     *
     * @param amount above zero where our account was credited
     */
    public record Unmatched(String id, String account, LocalDate bookedOn, Money amount) {}

    /** The payouts a statement could show. */
    public List<Transit> shown() {
        return since == null
                ? List.of()
                : payouts.stream().filter(p -> !p.arrivesOn().isBefore(since)).toList();
    }
}
