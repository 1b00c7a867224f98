package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Currency;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.RollForward.Column;
import java.util.EnumMap;
import java.util.List;
import java.util.TreeMap;

/** The roll-forwards of a period while it is read: sums only, one set for each currency. */
final class RollingForward {

    private final TreeMap<String, Sums> currencies = new TreeMap<>();

    RollingForward(List<Money> openingLedger) {
        openingLedger.forEach(opening -> sums(opening).openingLedger = opening.minor());
    }

    void add(Period period, LedgerMovement movement, RollForwardLine line) {
        if (period.contains(movement.effectiveAt())) {
            sums(movement.amount()).add(line, movement.amount().minor(), 0);
        }
    }

    void add(Period period, SettlementRow row) {
        if (period.contains(row.createdAt())) {
            var sums = sums(row.gross());
            sums.add(row.line(), 0, row.gross().minor());
            sums.add(RollForwardLine.FEES, 0, Math.negateExact(row.fee().minor()));
        }
    }

    void add(Finding finding) {
        if (finding.broughtForwardMinor() != 0) {
            var sums = sums(finding.amount());
            sums.brought = Math.addExact(sums.brought, finding.broughtForwardMinor());
        }
        finding.differences().forEach(difference -> explain(finding, difference));
    }

    List<RollForward> close() {
        return currencies.values().stream().map(Sums::close).toList();
    }

    private void explain(Finding finding, Money difference) {
        var sums = sums(difference);
        switch (finding.status()) {
            case OPEN -> sums.breaks = Math.addExact(sums.breaks, difference.minor());
            case TIMING -> sums.timing = Math.addExact(sums.timing, difference.minor());
            case MATCHED -> {}
        }
    }

    private Sums sums(Money money) {
        return currencies.computeIfAbsent(money.currency().code(), _ -> new Sums(money.currency()));
    }

    private static final class Sums {

        private final Currency currency;
        private final EnumMap<RollForwardLine, Column> lines = new EnumMap<>(RollForwardLine.class);
        private long openingLedger;
        private long brought;
        private long breaks;
        private long timing;

        Sums(Currency currency) {
            this.currency = currency;
            for (var line : RollForwardLine.values()) {
                lines.put(line, Column.ZERO);
            }
        }

        void add(RollForwardLine line, long ledger, long provider) {
            lines.computeIfPresent(line, (_, sums) -> sums.plus(ledger, provider));
        }

        RollForward close() {
            var opening = new Column(openingLedger, Math.addExact(openingLedger, brought));
            var closing = opening;
            for (var line : lines.values()) {
                closing = closing.plus(line.ledger(), line.provider());
            }
            return new RollForward(currency, opening, lines, closing, breaks, timing);
        }
    }
}
