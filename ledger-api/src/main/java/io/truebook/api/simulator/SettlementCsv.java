package io.truebook.api.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A settlement file: one line per movement, by the column names the provider documents, in major
 * units.
 *
 * <p>Metadata columns ({@code payment_metadata[key]}, {@code refund_metadata[key]}) come where
 * asked for, and only there; without a choice of columns, all other documented ones. Source: Stripe
 * "Report types" (read 2026-11).
 */
final class SettlementCsv {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final String PAYMENT_METADATA = "payment_metadata[";
    private static final String REFUND_METADATA = "refund_metadata[";

    private static final List<String> MOVEMENT =
            List.of(
                    "balance_transaction_id",
                    "created_utc",
                    "created",
                    "available_on_utc",
                    "available_on",
                    "currency",
                    "gross",
                    "fee",
                    "net",
                    "reporting_category",
                    "source_id",
                    "description",
                    "customer_facing_amount",
                    "customer_facing_currency");
    private static final List<String> PAYOUT =
            List.of(
                    "automatic_payout_id",
                    "automatic_payout_effective_at_utc",
                    "automatic_payout_effective_at");
    private static final List<String> PAYMENT =
            List.of(
                    "charge_id",
                    "payment_intent_id",
                    "charge_created_utc",
                    "charge_created",
                    "payment_method_type",
                    "card_brand",
                    "card_funding",
                    "card_country");

    private static final List<String> PAYOUT_ITSELF =
            List.of(
                    "payout_id",
                    "effective_at_utc",
                    "effective_at",
                    "currency",
                    "balance_transaction_id",
                    "gross",
                    "fee",
                    "net",
                    "reporting_category",
                    "description");

    /** A movement with what it belongs to; each document is null where there is none. */
    record Line(
            BalanceTransaction movement,
            @Nullable ObjectNode charge,
            @Nullable ObjectNode intent,
            @Nullable ObjectNode refund,
            @Nullable ObjectNode payout) {}

    private final ZoneId zone;

    SettlementCsv(ZoneId zone) {
        this.zone = zone;
    }

    /** The documented columns of this report, in the documented order. */
    static List<String> columns(String reportType) {
        if (reportType.startsWith("payouts")) {
            return PAYOUT_ITSELF;
        }
        var columns = new ArrayList<String>();
        if (reportType.startsWith("payout_reconciliation")) {
            columns.addAll(PAYOUT);
            columns.addAll(MOVEMENT);
        } else {
            columns.addAll(MOVEMENT);
            columns.addAll(PAYOUT);
        }
        columns.addAll(PAYMENT);
        return columns;
    }

    static boolean known(String reportType, String column) {
        return columns(reportType).contains(column)
                || ((column.startsWith(PAYMENT_METADATA) || column.startsWith(REFUND_METADATA))
                        && column.endsWith("]"));
    }

    byte[] render(String reportType, List<String> chosen, List<Line> lines) {
        List<String> columns = chosen.isEmpty() ? columns(reportType) : chosen;
        var csv = new StringBuilder();
        append(csv, columns);
        for (Line line : lines) {
            append(csv, columns.stream().map(column -> value(column, line)).toList());
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String value(String column, Line line) {
        if (column.startsWith(PAYMENT_METADATA)) {
            return metadata(
                    line.intent(),
                    column.substring(PAYMENT_METADATA.length(), column.length() - 1));
        }
        if (column.startsWith(REFUND_METADATA)) {
            return metadata(
                    line.refund(), column.substring(REFUND_METADATA.length(), column.length() - 1));
        }
        BalanceTransaction movement = line.movement();
        return switch (column) {
            case "balance_transaction_id" -> movement.id();
            case "created_utc" -> time(movement.created(), ZoneOffset.UTC);
            case "created" -> time(movement.created(), zone);
            case "available_on_utc" -> time(movement.availableOn(), ZoneOffset.UTC);
            case "available_on" -> time(movement.availableOn(), zone);
            case "currency", "customer_facing_currency" -> movement.currency();
            case "gross", "customer_facing_amount" ->
                    Amounts.major(movement.amount(), movement.currency());
            case "fee" -> Amounts.major(movement.fee(), movement.currency());
            case "net" -> Amounts.major(movement.net(), movement.currency());
            case "reporting_category" -> movement.reportingCategory();
            case "source_id", "payout_id" -> movement.source();
            case "description" -> orEmpty(movement.description());
            case "charge_id" -> orEmpty(movement.charge());
            case "payment_intent_id" -> orEmpty(movement.paymentIntent());
            case "automatic_payout_id" -> orEmpty(movement.payout());
            default -> related(column, line);
        };
    }

    private String related(String column, Line line) {
        return switch (column) {
            case "automatic_payout_effective_at_utc" ->
                    time(line.payout(), "arrival_date", ZoneOffset.UTC);
            case "automatic_payout_effective_at" -> time(line.payout(), "arrival_date", zone);
            case "effective_at_utc" -> time(effectiveAt(line), ZoneOffset.UTC);
            case "effective_at" -> time(effectiveAt(line), zone);
            case "charge_created_utc" -> time(line.charge(), "created", ZoneOffset.UTC);
            case "charge_created" -> time(line.charge(), "created", zone);
            case "payment_method_type" -> method(line.charge(), "type");
            case "card_brand" -> method(line.charge(), "brand");
            case "card_funding" -> method(line.charge(), "funding");
            case "card_country" -> method(line.charge(), "country");
            default -> "";
        };
    }

    /** A payout leaves the balance when it is expected at the bank, and comes back at once. */
    private static long effectiveAt(Line line) {
        return line.payout() != null && line.movement().type().equals("payout")
                ? Json.number(line.payout(), "arrival_date")
                : line.movement().created();
    }

    private static String method(@Nullable ObjectNode charge, String field) {
        if (charge == null) {
            return "";
        }
        JsonNode details = charge.path("payment_method_details");
        JsonNode value =
                field.equals("type") ? details.path("type") : details.path("card").path(field);
        return value.asString("");
    }

    private static String metadata(@Nullable ObjectNode document, String key) {
        return document == null ? "" : document.path("metadata").path(key).asString("");
    }

    private static String time(@Nullable ObjectNode document, String field, ZoneId zone) {
        return document == null ? "" : time(Json.number(document, field), zone);
    }

    private static String time(long seconds, ZoneId zone) {
        return TIME.format(Instant.ofEpochSecond(seconds).atZone(zone));
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static void append(StringBuilder csv, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            csv.append(i == 0 ? "" : ",").append(quoted(values.get(i)));
        }
        csv.append('\n');
    }

    /** RFC 4180: quotes only where a value needs them. */
    private static String quoted(String value) {
        boolean plain =
                value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
