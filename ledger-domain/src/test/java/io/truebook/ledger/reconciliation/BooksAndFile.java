package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A small set of books and a settlement file beside it, for 20 November 2026. */
final class BooksAndFile {

    static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    static final Period PERIOD = Period.ofDays(DAY, DAY, ZoneOffset.UTC);

    private final List<LedgerMovement> movements = new ArrayList<>();
    private final List<SettlementRow> rows = new ArrayList<>();
    private final Map<String, String> objects = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final List<Money> openingLedger = new ArrayList<>();
    private final Set<String> carried = new HashSet<>();
    private Instant asOf = PERIOD.to();
    private long position;

    BooksAndFile asOf(Instant at) {
        asOf = at;
        return this;
    }

    BooksAndFile opening(Money ledger) {
        openingLedger.add(ledger);
        return this;
    }

    /** What a period before has left to be looked at again. */
    BooksAndFile carried(String object) {
        carried.add(object);
        return this;
    }

    BooksAndFile bookedCharge(String id, Money amount, Instant at) {
        return booked(LedgerMovement.Kind.CHARGE, id, id, "prov_" + id, amount, at);
    }

    BooksAndFile bookedRefund(String id, String charge, Money amount, Instant at) {
        return booked(LedgerMovement.Kind.REFUND, charge, id, "prov_" + id, negated(amount), at);
    }

    BooksAndFile bookedFee(String transaction, String charge, Money fee, Instant at) {
        return booked(LedgerMovement.Kind.FEE, charge, transaction, transaction, negated(fee), at);
    }

    /** Both legs, as one event books them. */
    BooksAndFile converted(String transaction, String charge, Money of, Money into, Instant at) {
        var kind = LedgerMovement.Kind.CONVERSION;
        position++;
        for (var leg : List.of(negated(of), into)) {
            movements.add(
                    new LedgerMovement(position, charge, kind, transaction, transaction, leg, at));
        }
        return this;
    }

    BooksAndFile booked(
            LedgerMovement.Kind kind,
            String payment,
            String item,
            String object,
            Money amount,
            Instant at) {
        position++;
        movements.add(new LedgerMovement(position, payment, kind, item, object, amount, at));
        objects.put("prov_" + payment, payment);
        return this;
    }

    BooksAndFile settledCharge(String transaction, String id, Money gross, Money fee, Instant at) {
        return settled(row(transaction, "charge", gross, fee, at, "prov_" + id, id, null));
    }

    BooksAndFile settledRefund(
            String transaction, String id, String charge, Money amount, Instant at) {
        var none = Money.zero(amount.currency());
        return settled(
                row(transaction, "refund", negated(amount), none, at, "prov_" + id, charge, id));
    }

    BooksAndFile settled(String transaction, String category, Money gross, Instant at) {
        var none = Money.zero(gross.currency());
        return settled(
                row(transaction, category, gross, none, at, "src_" + transaction, null, null));
    }

    BooksAndFile settled(SettlementRow row) {
        rows.add(row);
        return this;
    }

    BooksAndFile stillOpen(String operation) {
        open.add(operation);
        return this;
    }

    /** It failed, as far as we were told. */
    BooksAndFile ended(String operation) {
        ended.add(operation);
        return this;
    }

    ComparisonInput input(Period period) {
        return new ComparisonInput(
                "stripe",
                period,
                asOf,
                Duration.ofDays(3),
                movements,
                rows,
                objects,
                open,
                ended,
                Set.copyOf(objects.values()),
                openingLedger,
                carried);
    }

    Comparison compared() {
        return Comparison.of(input(PERIOD));
    }

    static SettlementRow row(
            String transaction,
            String category,
            Money gross,
            Money fee,
            Instant at,
            String source,
            @Nullable String chargeOperation,
            @Nullable String refundOperation) {
        return new SettlementRow(
                transaction,
                category,
                at,
                null,
                gross,
                fee,
                gross.minus(fee),
                source,
                null,
                null,
                null,
                chargeOperation,
                refundOperation);
    }

    static Money eur(long minor) {
        return Money.of(minor, "EUR");
    }

    static Money negated(Money amount) {
        return Money.zero(amount.currency()).minus(amount);
    }
}
