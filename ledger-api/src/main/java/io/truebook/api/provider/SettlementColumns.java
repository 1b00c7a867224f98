package io.truebook.api.reconciliation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one file by name: they may come in any order and with any others between them.
 *
 * <p>Source: Stripe "Report types", balance_change_from_activity.itemized.3 and
 * payout_reconciliation.itemized.5 (read 2026-11).
 */
final class SettlementColumns {

    static final String TRANSACTION = "balance_transaction_id";
    static final String CREATED = "created_utc";
    static final String AVAILABLE = "available_on_utc";
    static final String CURRENCY = "currency";
    static final String GROSS = "gross";
    static final String FEE = "fee";
    static final String NET = "net";
    static final String CATEGORY = "reporting_category";
    static final String SOURCE = "source_id";
    static final String CHARGE = "charge_id";
    static final String PAYMENT_INTENT = "payment_intent_id";
    static final String PAYOUT = "automatic_payout_id";
    static final String CHARGE_OPERATION = "payment_metadata[truebook_operation]";
    static final String REFUND_OPERATION = "refund_metadata[truebook_operation]";

    /** Only in reports about payouts; those are also led by the payout's id. */
    private static final String TRACE = "trace_id";

    private static final List<String> REQUIRED =
            List.of(TRANSACTION, CREATED, CURRENCY, GROSS, FEE, NET, CATEGORY);
    private static final int MAX_ID = 255;

    private final Map<String, Integer> places = new HashMap<>();
    private final int count;

    SettlementColumns(CSVRecord header) {
        count = header.size();
        for (int i = 0; i < count; i++) {
            var name = header.get(i).strip();
            if (places.put(name, i) != null) {
                throw new SettlementFileInvalid(1, shown(name), "is there twice");
            }
        }
        for (var name : REQUIRED) {
            if (!places.containsKey(name)) {
                throw new SettlementFileInvalid(1, name, "is missing");
            }
        }
    }

    /** How many cells every line has. */
    int count() {
        return count;
    }

    boolean isAboutPayouts() {
        return places.containsKey(TRACE) || Integer.valueOf(0).equals(places.get(PAYOUT));
    }

    /** A cell of a required column; empty where the file leaves it empty. */
    String text(CSVRecord line, String column) {
        var place = places.get(column);
        return place == null ? "" : line.get(place).strip();
    }

    /** An id that must be there. */
    String id(CSVRecord line, long number, String column) {
        var id = optionalId(line, number, column);
        if (id == null) {
            throw new SettlementFileInvalid(number, column, "is empty");
        }
        return id;
    }

    /** An id; null where the file has none. */
    @Nullable String optionalId(CSVRecord line, long number, String column) {
        var text = text(line, column);
        if (text.isEmpty()) {
            return null;
        }
        if (text.length() > MAX_ID || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new SettlementFileInvalid(
                    number, column, "has to be an id of at most 255 visible ASCII characters");
        }
        return text;
    }

    private static String shown(String name) {
        return name.matches("[A-Za-z0-9_\\[\\]]{1,80}") ? name : "(unprintable or long name)";
    }
}
