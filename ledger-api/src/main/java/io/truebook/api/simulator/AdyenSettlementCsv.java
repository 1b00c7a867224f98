package io.truebook.api.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * The settlement detail report of one batch: one line per booking, by the column names Adyen
 * documents, in major units and in the account's own time zone.
 *
 * <p>Debits and credits stand in columns of their own; a fee is interchange, scheme fees and
 * markup. Source: Adyen "Settlement details report" (read 2026-11).
 */
final class AdyenSettlementCsv {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
    private static final int INTERCHANGE_PERCENT = 60;
    private static final int SCHEME_PERCENT = 15;

    private static final List<String> HEADER =
            List.of(
                    "Company Account",
                    "Merchant Account",
                    "Psp Reference",
                    "Merchant Reference",
                    "Payment Method",
                    "Creation Date",
                    "TimeZone",
                    "Type",
                    "Modification Reference",
                    "Gross Currency",
                    "Gross Debit (GC)",
                    "Gross Credit (GC)",
                    "Exchange Rate",
                    "Net Currency",
                    "Net Debit (NC)",
                    "Net Credit (NC)",
                    "Commission (NC)",
                    "Markup (NC)",
                    "Scheme Fees (NC)",
                    "Interchange (NC)",
                    "Payment Method Variant",
                    "Modification Merchant Reference",
                    "Batch Number");

    /**
     * A booking of the batch with what its payment adds.
     *
     * @param refundReference the merchant's own of the modification, or empty
     */
    record Line(AdyenBooking booking, String refundReference) {}

    private AdyenSettlementCsv() {}

    static byte[] render(List<Line> lines) {
        var csv = new StringBuilder();
        append(csv, HEADER);
        lines.forEach(line -> append(csv, cells(line)));
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> cells(Line line) {
        AdyenBooking booking = line.booking();
        AdyenBooking.Settled settled = booking.settled();
        if (settled == null) {
            throw new IllegalStateException("a batch has only what was closed in it");
        }
        var at = Instant.ofEpochSecond(booking.created()).atZone(ZONE);
        long fee = booking.settledMinor(booking.fee());
        long interchange = fee * INTERCHANGE_PERCENT / 100;
        long scheme = fee * SCHEME_PERCENT / 100;
        boolean ofPayment = !booking.payment().isEmpty();
        String net = settled.currency();
        return List.of(
                "TruebookCompany",
                booking.merchantAccount(),
                booking.payment(),
                booking.merchantReference(),
                ofPayment ? "visa" : "",
                TIME.format(at),
                ZONE.getRules().isDaylightSavings(at.toInstant()) ? "CEST" : "CET",
                booking.type(),
                booking.modification() == null ? booking.payment() : booking.modification(),
                booking.currency(),
                debit(booking.amount(), booking.currency()),
                credit(booking.amount(), booking.currency()),
                settled.rate().toPlainString(),
                net,
                debit(booking.netMinor(), net),
                credit(booking.netMinor(), net),
                "",
                part(fee - interchange - scheme, net),
                part(scheme, net),
                part(interchange, net),
                ofPayment ? "visacredit" : "",
                line.refundReference(),
                Long.toString(settled.batch()));
    }

    private static String debit(long minor, String currency) {
        return minor < 0 ? AdyenAmounts.major(Math.negateExact(minor), currency) : "";
    }

    private static String credit(long minor, String currency) {
        return minor >= 0 ? AdyenAmounts.major(minor, currency) : "";
    }

    private static String part(long minor, String currency) {
        return minor == 0 ? "" : AdyenAmounts.major(minor, currency);
    }

    private static void append(StringBuilder csv, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
            csv.append(i == 0 ? "" : ",")
                    .append(plain ? cell : '"' + cell.replace("\"", "\"\"") + '"');
        }
        csv.append('\n');
    }
}
