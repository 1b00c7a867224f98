package io.truebook.api.reconciliation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person's word that an entry is not the payout it was taken for. */
@Tag("database")
class BankUnmatchDbTest {

    private static final String HEADER = "account,booking_date,amount,currency,reference,text\n";
    private static final Clock LATER =
            Clock.fixed(Instant.parse("2026-11-26T09:00:00Z"), ZoneOffset.UTC);

    private final LedgerFixture ledger = new LedgerFixture();
    private final BankLeg leg =
            new BankLeg(
                    new BankMatches(ledger.database.dataSource(), 2),
                    new BankUnmatches(ledger.database.dataSource()),
                    ledger.recorder,
                    LATER);
    private final BankStatementImport imports =
            new BankStatementImport(
                    new BankStatements(ledger.database.dataSource()),
                    new SettlementFiles(ledger.database.dataSource()),
                    leg,
                    LATER);

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void what_was_matched_by_amount_can_be_taken_back_and_is_another_payouts_then() {
        paidOut("po_888001", 1_000);
        upload(line("R1", "10.00", "Customer 17"));
        assertThat(ledger.posted("platform:bank")).isEqualTo(1_000);
        var entry = entryId();

        leg.unmatch(LedgerFixture.TENANT, entry, "po_888001", "ann", "It is the rent");
        leg.unmatch(LedgerFixture.TENANT, entry, "po_888001", "ann", "It is the rent");
        assertThat(ledger.posted("platform:bank")).isZero();
        assertThat(ledger.posted("provider:stripe:in_transit")).isEqualTo(1_000);

        paidOut("po_888002", 1_000);
        leg.settle(LedgerFixture.TENANT);

        assertThat(ledger.posted("platform:bank")).isEqualTo(1_000);
        assertThat(
                        ledger.jdbc
                                .sql("select payout_id from truebook.bank_match")
                                .query(String.class)
                                .list())
                .containsExactly("po_888002");
        leg.unmatch(LedgerFixture.TENANT, entry, "po_888002", "ann", "Nor that");
        leg.settle(LedgerFixture.TENANT);
        assertThat(ledger.posted("platform:bank")).isZero();
        assertThat(codes()).contains("BANK_ONLY open");
    }

    @Test
    void what_a_crash_left_taken_back_is_booked_back_once() {
        paidOut("po_888003", 1_000);
        upload(line("R1", "10.00", "Customer 17"));
        leg.unmatch(LedgerFixture.TENANT, entryId(), "po_888003", "ann", "It is the rent");
        ledger.jdbc.sql("update truebook.bank_unmatch set booked = false").update();

        leg.settle(LedgerFixture.TENANT);

        assertThat(ledger.posted("platform:bank")).isZero();
        assertThat(ledger.posted("provider:stripe:in_transit")).isEqualTo(1_000);
    }

    @Test
    void what_the_bank_itself_names_is_not_taken_back() {
        paidOut("po_888004", 1_000);
        upload(line("R1", "10.00", "PO_888004"));
        var entry = entryId();

        assertThatThrownBy(() -> leg.unmatch(LedgerFixture.TENANT, entry, "po_888004", "ann", "No"))
                .hasMessageContaining("bank_entry_names_payout");
        assertThatThrownBy(() -> leg.unmatch(LedgerFixture.TENANT, entry, "po_9", "ann", "No"))
                .hasMessageContaining("bank_entry_not_matched");
        assertThatThrownBy(() -> leg.unmatch(LedgerFixture.TENANT, "bke_0", "po_9", "ann", "No"))
                .hasMessageContaining("bank_entry_not_found");
        assertThat(ledger.posted("platform:bank")).isEqualTo(1_000);
    }

    private String entryId() {
        return ledger.jdbc
                .sql("select entry_id from truebook.bank_entry")
                .query((row, _) -> row.getString(1))
                .single();
    }

    private KeptFile upload(String lines) {
        return imports.take(LedgerFixture.TENANT, bytes(HEADER + lines), false, text -> text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String line(String reference, String amount, String text) {
        return "DE02120300000000202051,2026-11-20,%s,EUR,%s,%s\n"
                .formatted(amount, reference, text);
    }

    private void paidOut(String payout, long minor) {
        var at = Instant.parse("2026-11-18T10:00:00Z");
        var arrives = Instant.parse("2026-11-20T00:00:00Z");
        var source = FactSource.first("stripe", payout, null, at);
        tell(payout, new PayoutFact.Created(source, Money.of(minor, "EUR"), arrives));
    }

    private void tell(String payout, PayoutFact fact) {
        ledger.recorder.record(
                LedgerFixture.TENANT,
                "sys:test",
                fact.key(),
                new RecordPayout(
                        PayoutCommand.keyOf("stripe", payout),
                        "stripe",
                        List.of(fact),
                        "webhook",
                        Instant.parse("2026-11-18T10:00:01Z")));
    }

    private List<String> codes() {
        return breaks().stream().map(found -> found.code() + " " + found.status()).toList();
    }

    private List<BreakRow> breaks() {
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
