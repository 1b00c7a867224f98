package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Finding.Leg;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns a judgement into findings of one period.
 *
 * <p>A break is listed for its whole amount in the period of its earliest part; whatever of it
 * falls into another period is listed there as TIMING, so that each period's differences tie out.
 */
final class FindingWriter {

    private final ComparisonInput input;
    private final Matching.Group group;
    private final List<Finding> findings = new ArrayList<>();

    FindingWriter(ComparisonInput input, Matching.Group group) {
        this.input = input;
        this.group = group;
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /**
     * Writes what of these sides the period sees.
     *
     * @param part what of the object it is about: two findings of one object are two breaks
     */
    void write(
            FindingCode code,
            Leg leg,
            String part,
            Sides sides,
            Optional<SettlementRow> row,
            @Nullable String reference) {
        var period = input.period();
        if (!sides.touches(period)) {
            return;
        }
        var ledger = sides.ledgerIn(period);
        var provider = sides.providerIn(period);
        var about = new About(leg, part, row, reference, sides.earliest());
        boolean tiesInside = code == FindingCode.MATCHED && minor(ledger) == minor(provider);
        if (sides.isWithin(period) || tiesInside) {
            add(about, code, ledger, provider, words(code, row));
        } else if (code.status() == FindingCode.Status.OPEN && period.contains(sides.earliest())) {
            add(about, code, sides.ledger(), sides.provider(), words(code, row));
            addRest(about, sides);
        } else {
            add(
                    about,
                    FindingCode.TIMING,
                    ledger,
                    provider,
                    "The cut-off lies between both sides.");
        }
    }

    /** The two currencies stay apart: neither side is converted. */
    void currencyMismatch(List<LedgerMovement> movements, List<SettlementRow> rows) {
        var period = input.period();
        for (var movement : movements) {
            if (period.contains(movement.effectiveAt())) {
                var about =
                        new About(
                                Leg.SETTLEMENT,
                                movement.kind() + "@" + movement.position(),
                                Optional.empty(),
                                movement.objectId(),
                                movement.effectiveAt());
                add(about, FindingCode.CURRENCY_MISMATCH, movement.amount(), null, "Booked.");
            }
        }
        for (var row : rows) {
            if (period.contains(row.createdAt())) {
                var about =
                        new About(
                                Leg.SETTLEMENT,
                                row.balanceTransactionId(),
                                Optional.of(row),
                                row.sourceId(),
                                row.createdAt());
                add(about, FindingCode.CURRENCY_MISMATCH, null, row.gross(), "Settled.");
            }
        }
    }

    private record About(
            Leg leg,
            String part,
            Optional<SettlementRow> row,
            @Nullable String reference,
            Instant at) {}

    private void addRest(About about, Sides sides) {
        var ledger = less(sides.ledgerIn(input.period()), sides.ledger());
        var provider = less(sides.providerIn(input.period()), sides.provider());
        if (minor(ledger) != minor(provider)) {
            add(about, FindingCode.TIMING, ledger, provider, "Falls after the cut-off.");
        }
    }

    private void add(
            About about,
            FindingCode code,
            @Nullable Money ledger,
            @Nullable Money provider,
            String evidence) {
        var id =
                DerivedId.of(
                        "brk_",
                        input.connection(),
                        about.leg().code(),
                        code.name(),
                        group.object(),
                        about.part());
        findings.add(
                new Finding(
                        id,
                        about.leg(),
                        code,
                        group.object(),
                        ledger,
                        provider,
                        group.paymentId(),
                        about.row().map(SettlementRow::sourceId).orElse(about.reference()),
                        about.row().map(SettlementRow::balanceTransactionId).orElse(null),
                        about.at(),
                        evidence));
    }

    private static String words(FindingCode code, Optional<SettlementRow> row) {
        var category = row.map(SettlementRow::category).orElse("no settlement row");
        return code.meaning() + " (" + category + ").";
    }

    private static @Nullable Money less(@Nullable Money in, @Nullable Money whole) {
        if (whole == null) {
            return null;
        }
        var rest = in == null ? Money.zero(whole.currency()) : in;
        return rest.minus(whole);
    }

    private static long minor(@Nullable Money money) {
        return money == null ? 0 : money.minor();
    }
}
