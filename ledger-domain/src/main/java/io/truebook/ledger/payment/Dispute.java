package io.truebook.ledger.payment;

import io.truebook.ledger.money.Currency;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.DisputeVerdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One dispute of a payment: what is claimed, what has moved, how it was decided.
 *
 * <p>Every question it answers depends on the set of facts alone and not on their order. Amounts:
 * minor units of the charge's currency.
 *
 * @param id the provider's
 * @param claim null while only money or a verdict was heard of
 * @param withdrawals the latest round in which money was withdrawn, 0 for none
 * @param ruling the strongest verdict of the latest decided round
 */
public record Dispute(
        String id,
        @Nullable Claim claim,
        Money withdrawn,
        int withdrawals,
        Money reinstated,
        @Nullable Ruling ruling,
        Instant createdAt,
        Instant updatedAt) {

    /** What the payer claims. */
    public record Claim(
            Money amount,
            boolean inquiry,
            int round,
            @Nullable String reason,
            @Nullable Instant respondBy) {

        /** An inquiry comes before every round. */
        private int rank() {
            return inquiry ? 0 : round;
        }
    }

    /** How a round was decided. */
    public record Ruling(DisputeVerdict verdict, int round) {

        private boolean isStrongerThan(@Nullable Ruling other) {
            return other == null
                    || round > other.round
                    || (round == other.round && verdict.compareTo(other.verdict) > 0);
        }
    }

    /** Inquiries move no money and hinder no refund; all else is about money. */
    public enum Status {
        INQUIRY,
        INQUIRY_CLOSED,
        OPEN,
        WON,
        LOST
    }

    static Dispute unheardOf(String id, Currency currency, Instant at) {
        var nothing = Money.zero(currency);
        return new Dispute(id, null, nothing, 0, nothing, null, at, at);
    }

    Dispute claimed(Claim next, Instant at) {
        boolean later = claim == null || next.rank() > claim.rank();
        return new Dispute(
                id,
                later ? next : claim,
                withdrawn,
                withdrawals,
                reinstated,
                ruling,
                createdAt,
                at);
    }

    Dispute withdrew(Money amount, int round, Instant at) {
        return new Dispute(
                id,
                claim,
                withdrawn.plus(amount),
                Math.max(withdrawals, round),
                reinstated,
                ruling,
                createdAt,
                at);
    }

    Dispute reinstated(Money amount, Instant at) {
        return new Dispute(
                id, claim, withdrawn, withdrawals, reinstated.plus(amount), ruling, createdAt, at);
    }

    Dispute ruled(Ruling next, Instant at) {
        return new Dispute(
                id,
                claim,
                withdrawn,
                withdrawals,
                reinstated,
                next.isStrongerThan(ruling) ? next : ruling,
                createdAt,
                at);
    }

    public Status status() {
        var verdict = verdict();
        if (verdict != null) {
            return switch (verdict) {
                case INQUIRY_CLOSED -> Status.INQUIRY_CLOSED;
                case LOST -> Status.LOST;
                case WON -> Status.WON;
            };
        }
        boolean onlyAsked = claim != null && claim.inquiry() && !hasMoved();
        return onlyAsked ? Status.INQUIRY : Status.OPEN;
    }

    /** Under way, with money at stake: nothing may be refunded meanwhile. */
    public boolean isOpen() {
        return status() == Status.OPEN;
    }

    /** Withdrawn and not given back: counts against what may be refunded, also once it is lost. */
    public Money taken() {
        var out = withdrawn.minus(reinstated);
        return out.isPositive() ? out : Money.zero(out.currency());
    }

    /** What is disputed now: the claim while it is open, afterwards what is gone. */
    public Money disputed() {
        return isOpen() && claim != null && claim.amount().exceeds(taken())
                ? claim.amount()
                : taken();
    }

    /** Taken and not decided against us: withheld from the merchant until it is. */
    Money held() {
        return status() == Status.LOST ? Money.zero(withdrawn.currency()) : taken();
    }

    /** Taken for good: the merchant bears it. */
    Money borne() {
        return taken().minus(held());
    }

    private boolean hasMoved() {
        return withdrawals > 0 || !reinstated.isZero();
    }

    /** A verdict holds until a later round begins; that of an inquiry until there is a round. */
    private @Nullable DisputeVerdict verdict() {
        if (ruling == null) {
            return null;
        }
        int round = Math.max(withdrawals, claim == null ? 0 : claim.rank());
        boolean overtaken =
                ruling.verdict() == DisputeVerdict.INQUIRY_CLOSED
                        ? round > 0 || hasMoved()
                        : ruling.round() < round;
        return overtaken ? null : ruling.verdict();
    }
}
