package io.truebook.ledger.reconciliation;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.journal.JournalEntry;
import io.truebook.ledger.journal.Layer;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.BreakEvent.AmountParked;
import io.truebook.ledger.reconciliation.BreakEvent.AmountWrittenOff;
import io.truebook.ledger.reconciliation.BreakEvent.BreakAssigned;
import io.truebook.ledger.reconciliation.BreakEvent.BreakClosed;
import io.truebook.ledger.reconciliation.BreakEvent.BreakDismissed;
import io.truebook.ledger.reconciliation.BreakEvent.BreakOpened;
import io.truebook.ledger.reconciliation.BreakEvent.FxDifferenceBooked;
import io.truebook.ledger.reconciliation.BreakEvent.FxDifferenceReversed;
import io.truebook.ledger.reconciliation.BreakEvent.ParkingReversed;
import io.truebook.ledger.reconciliation.BreakEvent.RepairApplied;
import io.truebook.ledger.reconciliation.BreakEvent.RepairApproved;
import io.truebook.ledger.reconciliation.BreakEvent.RepairBegun;
import io.truebook.ledger.reconciliation.BreakEvent.RepairConfirmed;
import io.truebook.ledger.reconciliation.BreakEvent.RepairFailed;
import io.truebook.ledger.reconciliation.BreakEvent.RepairProposed;
import io.truebook.ledger.reconciliation.BreakEvent.RepairRejected;
import io.truebook.ledger.reconciliation.BreakEvent.WriteOffReversed;
import java.time.Instant;

/**
 * What each event of a break does to the accounts; the item is the break, so that what is left of
 * it in suspense is one item.
 */
public final class BreakPostings {

    private BreakPostings() {}

    /** The balanced entry of an event, empty when no money moves. */
    public static JournalEntry entryFor(BreakEvent event) {
        return switch (event) {
            case AmountParked e -> park(e.breakId(), e.connection(), e.amount());
            case ParkingReversed e -> park(e.breakId(), e.connection(), e.amount().negated());
            case FxDifferenceBooked e -> fx(e.breakId(), e.connection(), e.amount());
            case FxDifferenceReversed e -> fx(e.breakId(), e.connection(), e.amount().negated());
            case AmountWrittenOff e -> writeOff(e.breakId(), e.connection(), e.amount());
            case WriteOffReversed e -> restore(e.breakId(), e.connection(), e.amount());
            case BreakAssigned _,
                    RepairProposed _,
                    RepairApproved _,
                    RepairRejected _,
                    RepairBegun _,
                    RepairApplied _,
                    RepairFailed _,
                    RepairConfirmed _,
                    BreakDismissed _,
                    BreakOpened _,
                    BreakClosed _ ->
                    JournalEntry.NONE;
        };
    }

    /** When the entry of an event counts. */
    public static Instant effectiveAt(BreakEvent event) {
        return switch (event) {
            case AmountParked e -> e.effectiveAt();
            case ParkingReversed e -> e.effectiveAt();
            case FxDifferenceBooked e -> e.effectiveAt();
            case FxDifferenceReversed e -> e.effectiveAt();
            case AmountWrittenOff _,
                    WriteOffReversed _,
                    BreakAssigned _,
                    RepairProposed _,
                    RepairApproved _,
                    RepairRejected _,
                    RepairBegun _,
                    RepairApplied _,
                    RepairFailed _,
                    RepairConfirmed _,
                    BreakDismissed _,
                    BreakOpened _,
                    BreakClosed _ ->
                    event.at();
        };
    }

    private static JournalEntry park(String item, String connection, Money amount) {
        var clearing = AccountName.providerClearing(connection);
        var suspense = AccountName.suspense(connection);
        return entry(amount, clearing, suspense, item);
    }

    private static JournalEntry fx(String item, String connection, Money amount) {
        var clearing = AccountName.providerClearing(connection);
        return entry(amount, clearing, AccountName.fxResult(), item);
    }

    private static JournalEntry writeOff(String item, String connection, Money amount) {
        var suspense = AccountName.suspense(connection);
        return entry(amount, suspense, other(amount), item);
    }

    private static JournalEntry restore(String item, String connection, Money amount) {
        var suspense = AccountName.suspense(connection);
        return entry(amount.negated(), suspense, other(amount), item);
    }

    /** What we gained where the provider had more, what we lost where it had less. */
    private static AccountName other(Money amount) {
        return amount.isNegative() ? AccountName.platformLosses() : AccountName.platformGains();
    }

    private static JournalEntry entry(
            Money amount, AccountName debit, AccountName credit, String item) {
        return amount.isNegative()
                ? JournalEntry.NONE.and(Layer.POSTED, amount.negated(), credit, debit, item)
                : JournalEntry.NONE.and(Layer.POSTED, amount, debit, credit, item);
    }
}
