package io.truebook.api.simulator;

import io.truebook.api.simulator.AdyenSettlementCsv.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What the faults that are switched on make of the file of a batch: rows missing, extra or wrong,
 * never its payout. The books stay right; the same faults and seed spoil the same rows.
 */
final class AdyenSettlementFaults {
    private final Faults faults;

    AdyenSettlementFaults(Faults faults) {
        this.faults = faults;
    }

    List<Line> applied(List<Line> lines) {
        var written = new ArrayList<Line>();
        for (Line line : lines) {
            AdyenBooking booking = line.booking();
            var struck =
                    booking.type().equals("MerchantPayout")
                            ? null
                            : faults.settlementFault(ids(booking)).orElse(null);
            if (struck == null) {
                written.add(line);
                continue;
            }
            switch (struck.kind()) {
                case SETTLEMENT_ROW_MISSING -> {}
                case SETTLEMENT_ROW_WRONG ->
                        written.add(
                                new Line(wrong(booking, struck.amount()), line.refundReference()));
                case SETTLEMENT_ROW_EXTRA -> {
                    written.add(line);
                    written.add(new Line(unknown(booking, struck.amount()), ""));
                }
                default -> throw new IllegalStateException("not a fault of settlement files");
            }
        }
        return written;
    }

    private static List<String> ids(AdyenBooking booking) {
        return Stream.of(
                        booking.id(),
                        booking.payment(),
                        booking.modification(),
                        booking.merchantReference())
                .filter(Objects::nonNull)
                .toList();
    }

    private static AdyenBooking wrong(AdyenBooking right, long by) {
        return new AdyenBooking(
                right.id(),
                right.created(),
                right.type(),
                Math.addExact(right.amount(), by),
                right.fee(),
                right.currency(),
                right.merchantAccount(),
                right.merchantReference(),
                right.payment(),
                right.modification(),
                right.settled());
    }

    /** A sale of this amount that no books know, in the currency and batch of its neighbour. */
    private static AdyenBooking unknown(AdyenBooking beside, long amount) {
        return new AdyenBooking(
                "bkg_extra_" + beside.id(),
                beside.created(),
                "Settled",
                amount,
                0,
                beside.currency(),
                beside.merchantAccount(),
                "of-another-shop",
                reference(beside.id()),
                null,
                beside.settled());
    }

    /** Of its neighbour, so that the file of a batch is the same whenever it is written. */
    private static String reference(String beside) {
        var name = UUID.nameUUIDFromBytes(("extra|" + beside).getBytes(StandardCharsets.UTF_8));
        return name.toString().replace("-", "").substring(0, 16).toUpperCase(Locale.ROOT);
    }
}
