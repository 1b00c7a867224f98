package io.truebook.api.http;

import io.truebook.ledger.reconciliation.Break;
import io.truebook.ledger.reconciliation.BreakFacts;
import io.truebook.ledger.reconciliation.RepairPolicy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A repair that the rules suggest or somebody has proposed.
 *
 * @param attempt counts the proposals of the break; null for a suggestion
 * @param automatic whether nobody has, or had, to be asked
 * @param againstAutomatic why a suggestion needs a person; empty for a proposal
 * @param failure why it was refused in the end; null unless it was
 */
record RepairResource(
        String kind,
        @Nullable Integer attempt,
        @Nullable String reasonCode,
        boolean automatic,
        List<String> againstAutomatic,
        @Nullable String proposedBy,
        @Nullable Instant proposedAt,
        @Nullable String reason,
        @Nullable String approvedBy,
        @Nullable Failure failure) {

    /** A code of the error catalogue, and words for people. */
    record Failure(String code, String detail) {}

    static @Nullable RepairResource of(BreakFacts facts, Break state) {
        var proposal = state.proposal();
        return proposal != null && stands(proposal, state) ? of(proposal, state) : suggested(facts);
    }

    /** One that was turned down is no repair any more, wherever the break is since. */
    private static boolean stands(Break.Proposal proposal, Break state) {
        return switch (state.status()) {
            case OPEN -> state.failure() != null;
            case PROPOSED -> true;
            case APPROVED, APPLYING, RESOLVED, CONFIRMED, DISMISSED ->
                    proposal.approvedBy() != null;
        };
    }

    private static RepairResource of(Break.Proposal proposal, Break state) {
        var code = proposal.reasonCode();
        var failure = state.failure();
        return new RepairResource(
                proposal.kind().code(),
                proposal.attempt(),
                code == null ? null : code.code(),
                proposal.automatic(),
                List.of(),
                proposal.by(),
                Json.time(proposal.at()),
                proposal.reason(),
                proposal.approvedBy(),
                failure == null ? null : new Failure(failure.code(), failure.detail()));
    }

    private static @Nullable RepairResource suggested(BreakFacts facts) {
        return RepairPolicy.suggest(facts)
                .map(suggestion ->
                        new RepairResource(
                                suggestion.kind().code(),
                                null,
                                null,
                                suggestion.isAutomatic(),
                                suggestion.againstAutomatic(),
                                null,
                                null,
                                null,
                                null,
                                null))
                .orElse(null);
    }
}
