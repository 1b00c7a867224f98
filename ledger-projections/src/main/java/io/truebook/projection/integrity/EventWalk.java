package io.truebook.projection.integrity;

import io.truebook.ledger.books.BooksEvent.PeriodClosed;
import io.truebook.projection.balance.Booking;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the journal once, in order: the chain, and everything an event says must be there.
 *
 * <p>An event that was changed shows in what follows from it too. So when something does not
 * follow, the hashes are looked at up to the next seal first: they tell the cause from the
 * consequence.
 */
final class EventWalk {

    private final HeadRow head;
    private final Tables tables;
    private final EventReader reader;
    private final Function<Object, Optional<Booking>> bookings;
    private final ChainWalk chain;
    private final PostingWalk postings;
    private final TransactionWalk transactions;
    private final ReferenceWalk references;
    private @Nullable CheckpointWalk checkpoints;
    private @Nullable DifferenceFound pending;
    private long count;

    EventWalk(
            Tables tables,
            HeadRow head,
            EventReader reader,
            Function<Object, Optional<Booking>> bookings) {
        this.tables = tables;
        this.head = head;
        this.reader = reader;
        this.bookings = bookings;
        this.chain = new ChainWalk(tables, head);
        this.postings = new PostingWalk(tables, head);
        this.transactions = new TransactionWalk(tables, head);
        this.references = new ReferenceWalk(tables);
    }

    void run(Supplier<CheckpointWalk> signed, Progress progress) throws SQLException {
        chain.start();
        checkpoints = signed.get();
        checkpoints.checkLength();
        for (var page = reader.after(0, head.lastIndex());
                !page.isEmpty();
                page = reader.after(count, head.lastIndex())) {
            if (pending == null) {
                transactions.load(page);
                references.load(page);
            }
            try {
                walk(page);
            } catch (DifferenceFound cause) {
                throw pending == null || cause == pending ? cause : cause.with(pending);
            }
            progress.at("events", count, head.lastIndex());
        }
        end();
    }

    private void walk(List<ReadEvent> page) throws SQLException {
        for (var event : page) {
            if (event.position() != count + 1) {
                throw new DifferenceFound(
                        "events",
                        count + 1,
                        "journal_event %d is missing; the next one is %d",
                        count + 1,
                        event.position());
            }
            chain.next(event.leaf());
            compareWithSigned();
            count++;
            if (pending == null) {
                derive(event);
            }
            if (pending != null && chain.vouchesFor(pending.difference().journalPosition())) {
                throw pending;
            }
        }
    }

    private void compareWithSigned() throws SQLException {
        try {
            if (checkpoints != null) {
                checkpoints.at(chain.tree());
            }
        } catch (DifferenceFound unsigned) {
            throw chain.causeOf(unsigned);
        }
    }

    private void derive(ReadEvent event) throws SQLException {
        try {
            if (event.event() == null) {
                throw new DifferenceFound(
                        "events",
                        event.position(),
                        "journal_event %d cannot be read as %s",
                        event.position(),
                        event.leaf().type());
            }
            transactions.expect(event);
            postings.expect(event.position(), event.leaf().tenant(), bookings.apply(event.event()));
            references.expect(event);
            if (event.event() instanceof PeriodClosed closed) {
                postings.close(closed, event.position());
            }
        } catch (DifferenceFound consequence) {
            pending = consequence;
        }
    }

    private void end() throws SQLException {
        if (count != head.lastIndex()) {
            throw new DifferenceFound(
                    "events",
                    count + 1,
                    "journal_event ends at %d; expected %d, as ledger_head says",
                    count,
                    head.lastIndex());
        }
        chain.end();
        if (pending != null) {
            throw pending;
        }
        if (head.lastEvent() > count) {
            throw new DifferenceFound(
                    "events",
                    head.lastEvent(),
                    "journal_event %d lies behind the head, which is at %d",
                    head.lastEvent(),
                    count);
        }
        if (checkpoints != null) {
            checkpoints.end(tables);
        }
        postings.end();
        if (head.lastPosting() > count) {
            throw new DifferenceFound(
                    "postings",
                    head.lastPosting(),
                    "posting (%d, ...) names an event that is not there",
                    head.lastPosting());
        }
        transactions.end();
        references.end();
    }

    long count() {
        return count;
    }

    long postings() {
        return postings.count();
    }

    long transactions() {
        return transactions.count();
    }

    long seals() {
        return chain.sealCount();
    }

    long checkpoints() {
        return checkpoints == null ? 0 : checkpoints.outsideCount();
    }
}
