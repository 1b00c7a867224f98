package io.truebook.api.reconciliation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.providerobject.PayoutCommand;
import io.truebook.ledger.providerobject.PayoutCommand.RecordPayout;
import io.truebook.ledger.providerobject.PayoutFact;
import io.truebook.projection.reconciliation.BankMatches;
import io.truebook.projection.reconciliation.BankStatements;
import io.truebook.projection.reconciliation.BankUnmatches;
import io.truebook.projection.reconciliation.BreakQueries;
import io.truebook.projection.reconciliation.BreakQueries.BreakRow;
import io.truebook.projection.reconciliation.KeptFile;
import io.truebook.projection.reconciliation.SettlementFiles;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A ledger with an account at Stripe, its payouts, and the statements of our bank. */
abstract class BankedLedger {

    static final String HEADER = "account,booking_date,amount,currency,reference,text\n";
    static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    static final Clock LATER = Clock.fixed(Instant.parse("2026-11-26T09:00:00Z"), ZoneOffset.UTC);

    final LedgerFixture ledger = new LedgerFixture();
    final BankLeg leg =
            new BankLeg(
                    new BankMatches(ledger.database.dataSource(), 2),
                    new BankUnmatches(ledger.database.dataSource()),
                    ledger.recorder,
                    LATER);
    final BankStatementImport imports = importsAt(LATER);

    @AfterEach
    void stop() {
        ledger.close();
    }

    /** As statements are taken in at a time. */
    BankStatementImport importsAt(Clock clock) {
        return new BankStatementImport(
                new BankStatements(ledger.database.dataSource()),
                new SettlementFiles(ledger.database.dataSource()),
                leg,
                clock);
    }

    KeptFile upload(String lines) {
        return imports.take(LedgerFixture.TENANT, bytes(HEADER + lines), false, text -> text);
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static String line(String reference, String amount, String text) {
        return "DE02120300000000202051,2026-11-20,%s,EUR,%s,%s\n"
                .formatted(amount, reference, text);
    }

    void paidOut(String payout, long minor) {
        paidOut("stripe", payout, minor);
    }

    /** By an account of this name. */
    void paidOut(String connection, String payout, long minor) {
        paidOut(connection, payout, minor, DAY);
    }

    void paidOut(String connection, String payout, long minor, LocalDate arrival) {
        var arrives = arrival.atStartOfDay(ZoneOffset.UTC).toInstant();
        var at = arrives.minus(Duration.ofHours(38));
        var source = FactSource.first(connection, payout, null, at);
        tell(connection, payout, new PayoutFact.Created(source, Money.of(minor, "EUR"), arrives));
    }

    void tell(String payout, PayoutFact fact) {
        tell("stripe", payout, fact);
    }

    private void tell(String connection, String payout, PayoutFact fact) {
        ledger.recorder.record(
                LedgerFixture.TENANT,
                "sys:test",
                connection + fact.key(),
                new RecordPayout(
                        PayoutCommand.keyOf(connection, payout),
                        connection,
                        List.of(fact),
                        "webhook",
                        Instant.parse("2026-11-18T10:00:01Z")));
    }

    List<String> codes() {
        return breaks().stream().map(found -> found.code() + " " + found.status()).toList();
    }

    List<BreakRow> breaks() {
        return new BreakQueries(ledger.database.dataSource())
                        .list(
                                LedgerFixture.TENANT,
                                new BreakQueries.Filter(null, null, null),
                                Instant.EPOCH,
                                Instant.parse("2100-01-01T00:00:00Z"),
                                "",
                                100)
                        .stream()
                        .filter(found -> found.leg().equals("bank"))
                        .toList();
    }
}
