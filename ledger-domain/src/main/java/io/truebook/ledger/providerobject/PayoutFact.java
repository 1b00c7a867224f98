package io.truebook.ledger.providerobject;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing a provider says has happened to a payout, the object of its source.
 *
 * <p>Never refused, and booked once whatever the channel: see {@link #key()}. The amount is minor
 * units of the currency that is paid out; below zero where the provider collects from our bank.
 */
public sealed interface PayoutFact {

    FactSource source();

    /** The amount has left our balance at the provider, towards our bank. */
    record Created(FactSource source, Money amount, @Nullable Instant arrivesAt)
            implements PayoutFact {}

    /** Expected at our bank. It moves nothing: the bank has the last word, and may send it back. */
    record Paid(FactSource source) implements PayoutFact {}

    /** It did not arrive, or came back: the amount is in our balance again, also after paid. */
    record Failed(FactSource source, Money amount, Failure failure) implements PayoutFact {}

    /** Withdrawn before it left: the amount is in our balance again. */
    record Canceled(FactSource source, Money amount) implements PayoutFact {}

    /**
     * What banks will call it: known once it is on its way.
     *
     * @param traceId as the bank's statement repeats it
     */
    record Traced(FactSource source, String traceId) implements PayoutFact {}

    /**
     * The bank's word that it has come, in whole or in part: an entry of its statement.
     *
     * @param amount above zero
     * @param entryId our id of that entry, each of which moves money once
     */
    record BankCredited(FactSource source, Money amount, String entryId) implements PayoutFact {}

    /** The bank's word that it went back, or that the provider has collected it; as above. */
    record BankDebited(FactSource source, Money amount, String entryId) implements PayoutFact {}

    /**
     * A person's word that an entry which was taken for it is not.
     *
     * @param amount as the bank moved it: above zero where it was taken for its credit
     */
    record BankUnmatched(FactSource source, Money amount, String entryId) implements PayoutFact {

        /** What was booked of the entry. */
        PayoutFact undone() {
            return amount.isPositive()
                    ? new BankCredited(source, amount, entryId)
                    : new BankDebited(source, amount.negated(), entryId);
        }
    }

    /** What makes two reports the same fact. */
    default String key() {
        var kind =
                switch (this) {
                    case Created _ -> "payout_created";
                    case Paid _ -> "payout_paid";
                    case Failed _ -> "payout_failed";
                    case Canceled _ -> "payout_canceled";
                    case Traced _ -> "payout_traced";
                    case BankCredited f -> "bank_credited:" + f.entryId();
                    case BankDebited f -> "bank_debited:" + f.entryId();
                    case BankUnmatched f -> "bank_unmatched:" + f.entryId();
                };
        return String.join(
                "|",
                source().connection(),
                source().objectId(),
                kind,
                Integer.toString(source().occurrence()));
    }
}
