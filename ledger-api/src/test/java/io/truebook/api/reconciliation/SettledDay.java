package io.truebook.api.reconciliation;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.SettlementSource;
import io.truebook.api.provider.stripe.StripeReports;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.ledger.reconciliation.Windows;
import io.truebook.projection.reconciliation.ComparisonQueries;
import io.truebook.projection.reconciliation.KnownBy;
import io.truebook.projection.reconciliation.ReconciliationRuns;
import io.truebook.projection.reconciliation.SettlementFiles;
import io.truebook.projection.reconciliation.SettlementPayouts;
import io.truebook.projection.reconciliation.UnbookedFees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** 20 November 2026 as the provider's file has it, reconciled the day after. */
final class SettledDay {

    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    static final Clock NEXT_DAY =
            Clock.fixed(Instant.parse("2026-11-21T09:00:00Z"), ZoneOffset.UTC);

    private static final SettlementSource STRIPE =
            new StripeReports(
                    "stripe",
                    "",
                    URI.create("https://api.stripe.com"),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    NEXT_DAY);
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final Period PERIOD = Period.ofDays(DAY, DAY, ZoneOffset.UTC);
    private static final String HEADER =
            "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,"
                    + "payment_intent_id,\"payment_metadata[truebook_operation]\","
                    + "\"refund_metadata[truebook_operation]\"\n";

    private final SettlementImport imports;
    private final Reconciler reconciler;

    SettledDay(LedgerFixture ledger) {
        var source = ledger.database.dataSource();
        var files = new SettlementFiles(source);
        var fees = new FeeBooking(new UnbookedFees(source), ledger.recorder, NEXT_DAY);
        var payouts = new PayoutBooking(new SettlementPayouts(source), ledger.recorder, NEXT_DAY);
        imports = new SettlementImport(files, fees, payouts, NEXT_DAY);
        reconciler =
                new Reconciler(
                        fees,
                        payouts,
                        new ComparisonQueries(source, Windows.DEFAULT),
                        new ReconciliationRuns(source),
                        NEXT_DAY);
    }

    ReconciliationRuns.Summary reconciled() {
        return reconciler.run(LedgerFixture.TENANT, "stripe", PERIOD);
    }

    /** As it would have been when this was known. */
    ReconciliationRuns.Summary reconciled(KnownBy known) {
        return reconciler.run(LedgerFixture.TENANT, "stripe", PERIOD, known, (_, _) -> {});
    }

    static String row(String id, String amount, String category, String object, String charge) {
        return HEADER + lineOf(id, amount, category, object, charge);
    }

    static String lineOf(String id, String amount, String category, String object, String charge) {
        return String.join(
                        ",",
                        id,
                        "2026-11-20 12:00:00",
                        "eur",
                        amount,
                        "0.00",
                        amount,
                        category,
                        object,
                        "pi_1",
                        charge)
                + ",\n";
    }

    /** As the ledger itself has it from the provider. */
    void fetched(String text) throws IOException {
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        try (var file = SpooledFile.of(bytes)) {
            imports.fetched(LedgerFixture.TENANT, STRIPE, file, null);
        }
    }

    void upload(String text) throws IOException {
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        try (var file = SpooledFile.of(bytes)) {
            imports.upload(LedgerFixture.TENANT, STRIPE, file);
        }
    }
}
