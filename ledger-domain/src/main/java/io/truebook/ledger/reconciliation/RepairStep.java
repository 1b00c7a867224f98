package io.truebook.ledger.reconciliation;

import io.truebook.ledger.payment.PaymentCommand;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.payment.PaymentCommand.RequestRefund;
import io.truebook.ledger.payment.Personal;
import io.truebook.ledger.payment.TransactionId;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.reconciliation.Break.Proposal;
import io.truebook.ledger.reconciliation.BreakFacts.Ours;
import io.truebook.ledger.reconciliation.BreakFacts.Settled;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An ordinary command that a repair sends to a payment, under a transaction id that follows from
 * the break: sending it again after a crash changes nothing, and no client can take the id first.
 *
 * @param transactionId {@code {break}:{kind}:{attempt}}
 */
public record RepairStep(String transactionId, PaymentCommand command) {

    /** Where the transaction ids of repairs come from. */
    public static final String ORIGIN = "sys:repair";

    /** The channel that evidence of a repair names. */
    public static final String CHANNEL = "reconciliation";

    /** A row says that something failed, and never why. */
    private static final Failure SETTLED = new Failure("refused", null, null);

    /** What a repair does beside its own entry, in order; deciding twice gives the same steps. */
    public static List<RepairStep> of(
            String tenant, String breakId, Proposal proposal, Instant at) {
        return switch (proposal.kind()) {
            case RECORD_FACT ->
                    fact(proposal.facts())
                            .map(fact -> recording(breakId, proposal, fact, at))
                            .stream()
                            .toList();
            case REFUND_DUPLICATE ->
                    fact(proposal.facts()).stream()
                            .flatMap(fact ->
                                    List.of(
                                            recording(breakId, proposal, fact, at),
                                            refunding(tenant, breakId, proposal, at))
                                            .stream())
                            .toList();
            case PARK, ASK_AGAIN, BOOK_FX, WRITE_OFF, REVERSE -> List.of();
        };
    }

    /**
     * What the provider did, as its callback would tell it: with the same key, so that whichever
     * comes second books nothing.
     */
    public static Optional<ProviderFact> fact(BreakFacts facts) {
        return facts.ours() == null
                ? Optional.empty()
                : Optional.ofNullable(facts.settled())
                        .flatMap(row -> fact(facts.connection(), row, 1));
    }

    /**
     * What the provider did as a row tells it; empty where it names no object, or is of a category
     * that no callback tells of a payment.
     *
     * @param round of a dispute: which of its rows of this category it is, from 1 on; else 1
     */
    public static Optional<ProviderFact> fact(String connection, Settled row, int round) {
        var object = row.sourceId();
        if (object == null) {
            return Optional.empty();
        }
        var source = new FactSource(connection, object, row.paymentReference(), row.at(), round);
        return SettlementCategory.find(row.category())
                .flatMap(category -> fact(category, source, row));
    }

    private static Optional<ProviderFact> fact(
            SettlementCategory category, FactSource source, Settled row) {
        return switch (category) {
            case CHARGE -> Optional.of(new ProviderFact.Captured(source, row.gross()));
            case CHARGE_FAILURE -> Optional.of(new ProviderFact.ChargeFailed(source, SETTLED));
            case REFUND ->
                    Optional.of(
                            new ProviderFact.RefundSucceeded(
                                    source, row.refundOperation(), row.gross().negated()));
            case REFUND_FAILURE ->
                    Optional.of(
                            new ProviderFact.RefundFailed(
                                    source, row.refundOperation(), row.gross(), SETTLED));
            case DISPUTE ->
                    Optional.of(
                            new ProviderFact.DisputeFundsWithdrawn(source, row.gross().negated()));
            case DISPUTE_REVERSAL ->
                    Optional.of(new ProviderFact.DisputeFundsReinstated(source, row.gross()));
            case PARTIAL_CAPTURE_REVERSAL,
                    FEE,
                    NETWORK_COST,
                    TAX,
                    PAYOUT,
                    PAYOUT_REVERSAL,
                    TRANSFER,
                    TRANSFER_REVERSAL,
                    TOPUP,
                    TOPUP_REVERSAL,
                    BALANCE_CARRIED,
                    OTHER_ADJUSTMENT,
                    RISK_RESERVED_FUNDS,
                    CONNECT_RESERVED_FUNDS,
                    CONTRIBUTION,
                    PLATFORM_EARNING,
                    PLATFORM_EARNING_REFUND,
                    UNRECONCILED_CUSTOMER_FUNDS ->
                    Optional.empty();
        };
    }

    /** Our refund of what was taken twice, the same however often it is asked for. */
    public static String refundId(String breakId, int attempt) {
        return DerivedId.of("re_", breakId, Integer.toString(attempt));
    }

    private static RepairStep recording(
            String breakId, Proposal proposal, ProviderFact fact, Instant at) {
        return new RepairStep(
                id(breakId, RepairKind.RECORD_FACT, proposal),
                new RecordOutcome(
                        ours(proposal).paymentId(),
                        null,
                        new Outcome.Succeeded(List.of(fact)),
                        CHANNEL,
                        at));
    }

    private static RepairStep refunding(
            String tenant, String breakId, Proposal proposal, Instant at) {
        var id = id(breakId, RepairKind.REFUND_DUPLICATE, proposal);
        return new RepairStep(
                id,
                new RequestRefund(
                        ours(proposal).paymentId(),
                        tenant,
                        new TransactionId(ORIGIN, id),
                        refundId(breakId, proposal.attempt()),
                        settled(proposal).gross().minor(),
                        "duplicate",
                        Personal.NONE,
                        at));
    }

    /** What a step of a repair is registered under. */
    public static String id(String breakId, RepairKind kind, Proposal proposal) {
        return breakId + ":" + kind.code() + ":" + proposal.attempt();
    }

    private static Ours ours(Proposal proposal) {
        return Optional.ofNullable(proposal.facts().ours()).orElseThrow();
    }

    private static Settled settled(Proposal proposal) {
        return Optional.ofNullable(proposal.facts().settled()).orElseThrow();
    }
}
