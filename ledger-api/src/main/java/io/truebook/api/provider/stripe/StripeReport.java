package io.truebook.api.provider.stripe;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The reports that together tell what moved on Stripe's balance.
 *
 * <p>Source: Stripe "Report types" (read 2026-11).
 */
enum StripeReport {
    /** All movements but payouts, by when they were made. */
    ACTIVITY("balance_change_from_activity", "itemized.3"),
    /** The payouts themselves, by when they leave the balance. */
    PAYOUTS("payouts", "itemized.3"),
    /** What the payouts of a time contain; of manual ones Stripe does not know it. */
    PAYOUT_CONTENTS("payout_reconciliation", "itemized.5");

    private static final List<String> AMOUNTS =
            List.of(
                    "balance_transaction_id",
                    "currency",
                    "gross",
                    "fee",
                    "net",
                    "reporting_category");

    private static final List<String> MOVEMENT =
            List.of(
                    "created_utc",
                    "available_on_utc",
                    "source_id",
                    "charge_id",
                    "payment_intent_id",
                    "automatic_payout_id",
                    "customer_facing_amount",
                    "customer_facing_currency",
                    "payment_metadata[truebook_operation]",
                    "refund_metadata[truebook_operation]");

    private final String code;
    private final String version;

    StripeReport(String code, String version) {
        this.code = code;
        this.version = version;
    }

    static StripeReport of(String code) {
        return Arrays.stream(values())
                .filter(report -> report.code.equals(code))
                .findFirst()
                .orElseThrow();
    }

    /** What a file of it is called once it is taken in. */
    String code() {
        return code;
    }

    /** What the provider calls it. */
    String type() {
        return code + "." + version;
    }

    /**
     * The columns to ask for, in this order: left to itself the provider leaves out most of them,
     * and all metadata. What leads tells a file of contents from one of activity.
     */
    List<String> columns() {
        var columns =
                switch (this) {
                    case ACTIVITY -> Stream.of(AMOUNTS, MOVEMENT);
                    case PAYOUTS -> Stream.of(List.of("payout_id", "effective_at_utc"), AMOUNTS);
                    case PAYOUT_CONTENTS ->
                            Stream.of(List.of("automatic_payout_id"), AMOUNTS, MOVEMENT);
                };
        return columns.flatMap(List::stream).distinct().toList();
    }
}
