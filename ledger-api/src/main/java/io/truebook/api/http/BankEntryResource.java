package io.truebook.api.http;

import io.truebook.projection.reconciliation.BankEntryQueries.BankEntryRow;
import io.truebook.projection.reconciliation.BankEntryQueries.MatchedTo;
import io.truebook.projection.reconciliation.BankEntryQueries.NotTo;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a bank statement as clients see it, without the bank's words.
 *
 * @param amount minor units of {@code currency}, above zero where the account was credited
 * @param match the payout it is taken for; null where it is nobody's
 * @param not payouts that somebody has said it is not
 */
public record BankEntryResource(
        String id,
        String object,
        String account,
        LocalDate bookedOn,
        long amount,
        String currency,
        @Nullable MatchResource match,
        List<RefusedMatchResource> not) {

    public BankEntryResource {
        not = List.copyOf(not);
    }

    /**
     * What it is taken for.
     *
     * @param rule what named the payout
     */
    public record MatchResource(String provider, String payout, String rule, Instant matchedAt) {
        static @Nullable MatchResource of(@Nullable MatchedTo match) {
            return match == null
                    ? null
                    : new MatchResource(
                            match.connection(),
                            match.payoutId(),
                            match.rule(),
                            Json.time(match.at()));
        }
    }

    /** What it was taken for and is not. */
    public record RefusedMatchResource(
            String provider, String payout, Instant unmatchedAt, String by, String reason) {
        static RefusedMatchResource of(NotTo not) {
            return new RefusedMatchResource(
                    not.connection(),
                    not.payoutId(),
                    Json.time(not.at()),
                    not.principal(),
                    not.reason());
        }
    }

    static BankEntryResource of(BankEntryRow entry) {
        return new BankEntryResource(
                entry.id(),
                "bank_entry",
                entry.account(),
                entry.bookedOn(),
                entry.amount().minor(),
                entry.amount().currency().code(),
                MatchResource.of(entry.match()),
                entry.not().stream().map(RefusedMatchResource::of).toList());
    }
}
