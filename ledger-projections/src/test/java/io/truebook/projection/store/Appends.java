package io.truebook.projection.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.journal.JournalEntry;
import io.truebook.ledger.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes as a command would ask for them, built from what a test cares about. */
final class Appends {

    static final Instant NOW = Instant.parse("2026-11-20T10:00:00.123456Z");
    static final AccountName CLEARING = AccountName.providerClearing("stripe");
    static final AccountName PAYABLE = AccountName.merchantPayable("m-1");

    private final String aggregate;
    private final BatchRows rows = new BatchRows();
    private final List<EventRow> events = new ArrayList<>();
    private @Nullable CommandContext context;
    private String payload = "{}";

    private Appends(String aggregate) {
        this.aggregate = aggregate;
    }

    static Appends to(String aggregate) {
        return new Appends(aggregate);
    }

    Appends event(long sequence) {
        return event(sequence, aggregate + "-" + sequence + "-" + System.identityHashCode(this));
    }

    Appends event(long sequence, String eventId) {
        events.add(
                new EventRow(
                        "payment",
                        aggregate,
                        sequence,
                        eventId,
                        "charge-captured",
                        1,
                        Micros.of(NOW),
                        payload.getBytes(UTF_8),
                        "{}".getBytes(UTF_8),
                        null));
        return this;
    }

    Appends transaction(String id) {
        return transaction(id, Map.of("amount", "h1"));
    }

    Appends transaction(String id, Map<String, String> fields) {
        context =
                new CommandContext(
                        TransactionKey.ofClient("default", id),
                        "tester",
                        "RequestCharge",
                        RequestFields.of(1, fields));
        return this;
    }

    /** Money from the merchant's payable to clearing, as a charge does it. */
    Appends booked(long minor) {
        return posted(minor, CLEARING, PAYABLE, false);
    }

    Appends posted(long minor, AccountName debit, AccountName credit, boolean limited) {
        var entry = JournalEntry.transfer(Money.of(minor, "EUR"), debit, credit, aggregate);
        return posted(entry, limited ? Limits.OF_ACCOUNTS : Limits.NONE);
    }

    Appends posted(JournalEntry entry, Limits limits) {
        rows.post(Math.max(0, events.size() - 1), entry, NOW, limits);
        return this;
    }

    /** Money that counts from this time. */
    Appends booked(long minor, Instant effectiveAt) {
        var entry = JournalEntry.transfer(Money.of(minor, "EUR"), CLEARING, PAYABLE, aggregate);
        rows.post(Math.max(0, events.size() - 1), entry, effectiveAt, Limits.NONE);
        return this;
    }

    Appends closing(Instant openFrom) {
        rows.closeBefore(openFrom);
        return this;
    }

    Appends answered(String transactionId, int status, String text, boolean corrected) {
        rows.answer(
                TransactionKey.ofClient("default", transactionId),
                status,
                position -> (text + "@" + position).getBytes(UTF_8),
                corrected);
        return this;
    }

    BatchRows rows() {
        return rows;
    }

    Append build() {
        return new Append("default", context, events, rows, null);
    }
}
