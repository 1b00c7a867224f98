package io.truebook.api.http;

import io.truebook.ledger.journal.JournalEntry;
import java.util.List;
import java.util.Locale;

/** One leg of an entry, as clients see it; amount in minor units of {@code currency}. */
record EntryLine(
        String account, String side, String layer, long amount, String currency, String item) {

    static List<EntryLine> of(JournalEntry entry) {
        return entry.postings().stream()
                .map(posting ->
                        new EntryLine(
                                posting.account().value(),
                                posting.side().name().toLowerCase(Locale.ROOT),
                                posting.layer().name().toLowerCase(Locale.ROOT),
                                posting.amount().minor(),
                                posting.amount().currency().code(),
                                posting.item()))
                .toList();
    }
}
