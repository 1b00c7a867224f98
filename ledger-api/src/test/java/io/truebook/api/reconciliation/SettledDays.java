package io.truebook.api.reconciliation;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.stripe.StripeReports;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.reconciliation.FindingItems.Item;
import io.truebook.projection.reconciliation.ReconciliationRuns;
import io.truebook.projection.reconciliation.ReconciliationRuns.ItemFilter;
import io.truebook.projection.reconciliation.ReconciliationRuns.Summary;
import io.truebook.projection.reconciliation.SettlementFiles;
import io.truebook.projection.reconciliation.SettlementPayouts;
import io.truebook.projection.reconciliation.UnbookedFees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Day after day in November 2026: booked, settled in files that come late, and reconciled. */
final class SettledDays {

    private static final String HEADER =
            "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,"
                    + "payment_intent_id,\"payment_metadata[truebook_operation]\","
                    + "\"refund_metadata[truebook_operation]\"\n";

    private final LedgerFixture ledger;
    private final ReconciliationRuns runs;
    private int facts;

    SettledDays(LedgerFixture ledger) {
        this.ledger = ledger;
        runs = new ReconciliationRuns(ledger.database.dataSource());
    }

    static Instant noonOf(int day) {
        return LocalDate.of(2026, 11, day).atTime(12, 0).toInstant(ZoneOffset.UTC);
    }

    static Period day(int day) {
        return days(day, day);
    }

    static Period days(int first, int last) {
        return Period.ofDays(
                LocalDate.of(2026, 11, first), LocalDate.of(2026, 11, last), ZoneOffset.UTC);
    }

    /** A charge whose provider has not answered. */
    String asked(long amount) {
        return ledger.charge(amount, CaptureMode.AUTOMATIC);
    }

    /** Booked as of noon of the day, whenever it is told. */
    void captured(String charge, long amount, int day) {
        var source =
                FactSource.first(
                        LedgerFixture.CONNECTION, "prov_" + charge, "pi_" + charge, noonOf(day));
        var fact = new ProviderFact.Captured(source, Money.of(amount, "EUR"));
        ledger.recorder.record(
                LedgerFixture.TENANT,
                "sys:test",
                fact.key() + ++facts,
                new RecordOutcome(
                        charge,
                        charge,
                        new Outcome.Succeeded(List.of(fact)),
                        "response",
                        noonOf(day)));
    }

    String charge(long amount, int day) {
        var charge = asked(amount);
        captured(charge, amount, day);
        return charge;
    }

    /** A line of a file: the charge settled at noon of the day. */
    static String row(String transaction, String charge, String amount, int day) {
        return "%s,2026-11-%d 12:00:00,eur,%s,0.00,%s,charge,prov_%s,pi_%s,%s,\n"
                .formatted(transaction, day, amount, amount, charge, charge, charge);
    }

    void upload(String... rows) {
        uploadFile(HEADER + String.join("", rows));
    }

    /** One with columns of its own. */
    void uploadFile(String text) {
        var source = ledger.database.dataSource();
        var clock = Clock.systemUTC();
        var imports =
                new SettlementImport(
                        new SettlementFiles(source),
                        new FeeBooking(new UnbookedFees(source), ledger.recorder, clock),
                        new PayoutBooking(new SettlementPayouts(source), ledger.recorder, clock),
                        clock);
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        try (var file = SpooledFile.of(bytes)) {
            imports.upload(LedgerFixture.TENANT, stripe(clock), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As it is asked for in the morning after its last day. */
    Summary reconciled(Period period) {
        return reconciled(period, period.to().plus(Duration.ofHours(9)));
    }

    Summary reconciled(Period period, Instant now) {
        return new ReconcilerFixture(ledger, Clock.fixed(now, ZoneOffset.UTC)).run(period);
    }

    byte[] report(Summary run) {
        return new Reports(runs)
                .find(LedgerFixture.TENANT, run.id())
                .orElseThrow()
                .bytes(Reports.Form.JSON);
    }

    List<Item> lines(Summary run) {
        var lines = new ArrayList<Item>();
        runs.items(run.id(), ItemFilter.ALL, lines::add);
        return lines;
    }

    /** Codes and objects of the breaks that have a standing. */
    List<String> breaks(String status) {
        return ledger.jdbc
                .sql(
                        """
                        select code || ' ' || object from truebook.reconciliation_break
                        where status = ? order by 1
                        """)
                .param(status)
                .query(String.class)
                .list();
    }

    /** Without a key: it can receive files and nothing else. */
    private static StripeReports stripe(Clock clock) {
        var second = Duration.ofSeconds(1);
        return new StripeReports(
                "stripe", "", URI.create("https://api.stripe.com"), second, second, clock);
    }
}
