package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Finding.Leg;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a judgement into findings as they stand at the end of one period.
 *
 * <p>Listed is what the period touches and what is carried into it, with all that lies before its
 * end, so that the differences add up to the closing one; what of them was there when it began is
 * brought forward. A break is listed for its whole amount in every period; what of it falls behind
 * the cut-off is taken back as TIMING.
 */
final class FindingWriter {

    private static final String EVENTS = "events";

    private final ComparisonInput input;
    private final Matching.Group group;
    private final boolean carried;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> unlisted = new HashSet<>();
    private @Nullable String said;

    FindingWriter(ComparisonInput input, Matching.Group group) {
        this.input = input;
        this.group = group;
        carried = !input.carried().isEmpty() && group.isAmong(input.carried());
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** What is written next is said in these words; null: in those of its code. */
    FindingWriter say(@Nullable String words) {
        said = words;
        return this;
    }

    /** Ids of what was judged and belongs to no period before the end of this one. */
    Set<String> unlisted() {
        return Set.copyOf(unlisted);
    }

    /**
     * Writes what of these sides lies before the end of the period.
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
        if (sides.isEmpty()) {
            return;
        }
        var end = input.period().to();
        var about = new About(leg, part, row, reference, sides.earliest());
        if (!sides.touches(input.period()) && !(carried && sides.beginsBefore(end))) {
            unlisted.add(id(about, code));
            return;
        }
        var ledger = sides.ledgerBefore(end);
        var provider = sides.providerBefore(end);
        long brought = sides.differenceBefore(input.period().from());
        boolean ties = code == FindingCode.MATCHED && minor(ledger) == minor(provider);
        if (sides.isBefore(end) || ties) {
            add(about, code, ledger, provider, brought, said == null ? words(code, row) : said);
        } else if (code.status() == FindingCode.Status.OPEN) {
            add(
                    about,
                    code,
                    sides.ledger(),
                    sides.provider(),
                    brought,
                    said == null ? words(code, row) : said);
            addRest(about, sides);
        } else {
            add(
                    about,
                    FindingCode.TIMING,
                    ledger,
                    provider,
                    brought,
                    "The cut-off lies between both sides.");
        }
    }

    boolean isWithinPeriod(Sides sides) {
        return sides.isWithin(input.period());
    }

    /** The two currencies stay apart: neither side is converted. */
    void currencyMismatch(List<LedgerMovement> movements, List<SettlementRow> rows) {
        for (var movement : movements) {
            var about =
                    new About(
                            Leg.SETTLEMENT,
                            movement.part(),
                            Optional.empty(),
                            movement.objectId(),
                            movement.effectiveAt());
            long brought = Math.negateExact(brought(movement.amount(), about));
            addCurrency(about, movement.amount(), null, brought, "Booked.");
        }
        for (var row : rows) {
            var about =
                    new About(
                            Leg.SETTLEMENT,
                            row.balanceTransactionId(),
                            Optional.of(row),
                            row.sourceId(),
                            row.createdAt());
            addCurrency(about, null, row.gross(), brought(row.gross(), about), "Settled.");
        }
    }

    private long brought(Money amount, About about) {
        return about.at().isBefore(input.period().from()) ? amount.minor() : 0;
    }

    private void addCurrency(
            About about,
            @Nullable Money ledger,
            @Nullable Money provider,
            long brought,
            String evidence) {
        boolean before = carried && about.at().isBefore(input.period().to());
        if (before || input.period().contains(about.at())) {
            add(about, FindingCode.CURRENCY_MISMATCH, ledger, provider, brought, evidence);
        } else {
            unlisted.add(id(about, FindingCode.CURRENCY_MISMATCH));
        }
    }

    private record About(
            Leg leg,
            String part,
            Optional<SettlementRow> row,
            @Nullable String reference,
            Instant at) {}

    private void addRest(About about, Sides sides) {
        var ledger = less(sides.ledgerBefore(input.period().to()), sides.ledger());
        var provider = less(sides.providerBefore(input.period().to()), sides.provider());
        if (minor(ledger) != minor(provider)) {
            add(about, FindingCode.TIMING, ledger, provider, 0, "Falls after the cut-off.");
        }
    }

    private void add(
            About about,
            FindingCode code,
            @Nullable Money ledger,
            @Nullable Money provider,
            long brought,
            String evidence) {
        findings.add(
                new Finding(
                        id(about, code),
                        about.leg(),
                        code,
                        group.object(),
                        ledger,
                        provider,
                        group.paymentId(),
                        about.row().map(SettlementRow::sourceId).orElse(about.reference()),
                        about.row().map(SettlementRow::balanceTransactionId).orElse(null),
                        about.at(),
                        evidence,
                        brought));
    }

    /**
     * An operation that nobody has answered is one break, whether its row or its silence tells of
     * it: its id is the one of the events leg, and the operation alone.
     */
    private String id(About about, FindingCode code) {
        var leg = code == FindingCode.STALE_UNKNOWN ? EVENTS : about.leg().code();
        return about.part().isEmpty()
                ? DerivedId.of("brk_", input.connection(), leg, code.name(), group.object())
                : DerivedId.of(
                        "brk_", input.connection(), leg, code.name(), group.object(), about.part());
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
