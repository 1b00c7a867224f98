package io.truebook.ledger.journal;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.account.Side;
import io.truebook.ledger.money.Money;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The postings of one event.
 *
 * <p>Invariant: per currency and layer, debits equal credits; an unbalanced set cannot be built. An
 * entry without postings says that the event moves no money.
 */
public record JournalEntry(List<Posting> postings) {

    /** The entry of an event that moves no money. */
    public static final JournalEntry NONE = new JournalEntry(List.of());

    public JournalEntry {
        postings = List.copyOf(postings);
        requireBalanced(postings);
    }

    /** One amount from the credited to the debited account. */
    public static JournalEntry transfer(
            Money amount, AccountName debit, AccountName credit, String item) {
        return NONE.and(Layer.POSTED, amount, debit, credit, item);
    }

    public boolean isEmpty() {
        return postings.isEmpty();
    }

    /** This entry and one more pair of legs; an amount of zero adds none. */
    public JournalEntry and(
            Layer layer, Money amount, AccountName debit, AccountName credit, String item) {
        if (amount.isZero()) {
            return this;
        }
        var all = new ArrayList<>(postings);
        all.add(new Posting(debit, Side.DEBIT, layer, amount, item));
        all.add(new Posting(credit, Side.CREDIT, layer, amount, item));
        return new JournalEntry(all);
    }

    private static void requireBalanced(List<Posting> postings) {
        record Column(String currency, Layer layer) {}
        Map<Column, Long> sums = new HashMap<>();
        for (var posting : postings) {
            var column = new Column(posting.amount().currency().code(), posting.layer());
            long minor = posting.amount().minor();
            long signed = posting.side() == Side.DEBIT ? minor : Math.negateExact(minor);
            sums.merge(column, signed, Math::addExact);
        }
        sums.forEach((column, sum) -> {
            if (sum != 0) {
                throw new IllegalArgumentException(
                        "Unbalanced by %d %s in %s"
                                .formatted(sum, column.currency(), column.layer()));
            }
        });
    }
}
