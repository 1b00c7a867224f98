package io.truebook.contract.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.LedgerClient.Answer;
import io.truebook.contract.catalogue.Shop.Wish;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Payouts that our bank has not, not whole, or that it has and nobody sent. */
@Tag("database")
class BankTest {

    private static final String IN_TRANSIT = "provider:adyen:in_transit";
    private static final String ACCOUNT = "DK5000400440116243";

    @TempDir private static Path directory;
    private static Stand stand;
    private static Settlement settlement;

    @BeforeAll
    static void open() {
        stand = Stand.open(directory);
        settlement = new Settlement(stand.client(), stand.provider(), stand.simulator());
    }

    @AfterAll
    static void close() {
        try (var closed = stand) {
            closed.assertSound();
        }
    }

    @Test
    void row_55_a_payout_the_bank_lacks_has_short_or_cannot_explain_is_a_break_until_it_comes() {
        var shop = stand.shop();
        var today = LocalDate.now(ZoneOffset.UTC);
        // Ages are counted from its end, when banks have had their days.
        var later = today.plusDays(7);
        shop.charged(Wish.of("row-55").atAdyen().amount(10_000, "DKK"));
        var payout = "batch-" + settlement.close() + "-DKK";
        var unknown = csv(today.minusDays(10), "5.00", "who knows");
        assertThat(upload("before", "text/csv", unknown).status()).isEqualTo(201);

        settlement.reconciled("row-55", later);
        long sent = shop.column(IN_TRANSIT, "DKK", "balance");
        assertThat(sent).isPositive();
        assertThat(open("BANK_SHORT", payout)).isEqualTo(-sent);
        assertThat(unexplained()).isEqualTo("open 500");

        var words = "ADYEN " + payout.replace("-DKK", "");
        var part = csv(today, decimal(sent - 1_000), words);
        assertThat(upload("part", "text/csv", part).status()).isEqualTo(201);
        assertThat(upload("part-again", "text/csv", part).status()).isEqualTo(200);
        settlement.reconciled("row-55", later);
        assertThat(open("BANK_SHORT", payout)).isEqualTo(-1_000);

        var rest = upload("rest", "application/xml", camt(today, "10.00", words));
        assertThat(rest.status()).as(rest.text()).isEqualTo(201);
        settlement.reconciled("row-55", later);
        assertThat(settlement.breakOf("BANK_SHORT", payout).get("status").asString())
                .isEqualTo("resolved");
        assertThat(shop.column(IN_TRANSIT, "DKK", "balance")).isZero();
        assertThat(shop.column("platform:bank", "DKK", "balance")).isEqualTo(sent);
    }

    /** Two payouts of one amount: only what the bank names can tell them apart. */
    @Test
    void an_entry_that_names_stripes_trace_id_is_that_payouts_and_no_other() {
        var provider = stand.provider();
        var first = paidOut("traced-1");
        var second = paidOut("traced-2");
        assertThat(first.get("amount")).isEqualTo(second.get("amount"));
        long each = second.get("amount").asLong();
        Shop.await("both to leave", () -> assertThat(inTransit()).isEqualTo(2 * each));
        var id = second.get("id").asString();
        var traced = provider.happens("payouts/" + id + "/pay");
        provider.deliverAll();

        var bank = provider.happens("payouts/" + id + "/bank", "{\"by\": \"trace_id\"}");
        var statement = bank.get("statement").asString();
        assertThat(statement).contains(traced.at("/trace_id/value").asString()).doesNotContain(id);

        assertThat(upload("traced", "text/csv", statement).status()).isEqualTo(201);
        Shop.await("one to arrive", () -> assertThat(inTransit()).isEqualTo(each));
        try (var tables = new OwnersSession(stand.ledger())) {
            assertThat(tables.number(MATCHES, id, "trace_id")).isOne();
        }
        assertThat(upload("traced-again", "text/csv", statement).status()).isEqualTo(200);
        assertThat(inTransit()).isEqualTo(each);
    }

    private static final String MATCHES =
            "select count(*) from truebook.bank_match where payout_id = ? and rule = ? and booked";

    private static JsonNode paidOut(String row) {
        var shop = stand.shop();
        var charge = shop.charged(Wish.of(row).amount(1999, "SEK"));
        Shop.await(
                "the fee", () -> assertThat(shop.show(charge).get("fees").asLong()).isPositive());
        return stand.provider().happens("payouts", "{\"currency\": \"sek\"}");
    }

    private static long inTransit() {
        return stand.shop().column("provider:stripe:in_transit", "SEK", "balance");
    }

    private static long open(String code, String about) {
        var found = settlement.breakOf(code, about);
        assertThat(found.get("status").asString()).isEqualTo("open");
        return found.get("amount").asLong();
    }

    private static String unexplained() {
        var found =
                stand.client()
                        .get("/v1/breaks?provider=bank&code=BANK_ONLY")
                        .json()
                        .get("data")
                        .get(0);
        return found.get("status").asString() + " " + found.get("amount").asLong();
    }

    private static Answer upload(String transactionId, String type, String statement) {
        return stand.client()
                .send(
                        stand.client()
                                .request("/v1/bank-statements")
                                .header("Idempotency-Key", "row-55-" + transactionId)
                                .header("Content-Type", type)
                                .POST(BodyPublishers.ofString(statement)));
    }

    private static String decimal(long minor) {
        return minor / 100 + "." + String.format("%02d", minor % 100);
    }

    private static String csv(LocalDate day, String amount, String text) {
        return "account,booking_date,amount,currency,text\n"
                + String.join(",", ACCOUNT, day.toString(), amount, "DKK", text)
                + "\n";
    }

    private static String camt(LocalDate day, String amount, String text) {
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
        <GrpHdr><MsgId>M1</MsgId><CreDtTm>%1$sT23:00:00Z</CreDtTm></GrpHdr>
        <Stmt><Id>S1</Id><Acct><Id><IBAN>%2$s</IBAN></Id></Acct>
        <Ntry><Amt Ccy="DKK">%3$s</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><Dt>%1$s</Dt></BookgDt><AcctSvcrRef>REF-55</AcctSvcrRef><BkTxCd/>
        <NtryDtls><TxDtls><RmtInf><Ustrd>%4$s</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
        </Stmt></BkToCstmrStmt></Document>
        """
                .formatted(day, ACCOUNT, amount, text);
    }
}
