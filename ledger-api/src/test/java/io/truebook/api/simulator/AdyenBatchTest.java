package io.truebook.api.simulator;

import static io.truebook.api.simulator.AdyenFixture.anOperation;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The books of an Adyen account, closed in batches, as their files show them. */
@Tag("database")
class AdyenBatchTest {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

    private AdyenFixture adyen;

    @BeforeEach
    void start() {
        adyen = new AdyenFixture();
    }

    @AfterEach
    void stop() {
        adyen.close();
    }

    @Test
    void a_batch_pays_out_what_its_rows_come_to() throws Exception {
        adyen.aPayment(anOperation(), 10_000);
        adyen.aPayment(anOperation(), 2_000);
        adyen.control(
                "POST",
                "/adyen/bookings",
                "{\"type\": \"InvoiceDeduction\", \"amount\": -900, \"currency\": \"EUR\"}");

        var rows = close("{}");

        assertThat(rows)
                .extracting(row -> row.get("Type"))
                .containsExactly("Settled", "Settled", "InvoiceDeduction", "MerchantPayout");
        assertThat(sum(rows)).isEqualByComparingTo("0");
        assertThat(rows).allMatch(row -> row.get("TimeZone").matches("CES?T"));
        assertThat(adyen.receiver.await("REPORT_AVAILABLE", name(1)).getReason())
                .endsWith("/" + AdyenFixture.ACCOUNT + "/" + name(1));
    }

    @Test
    void what_was_closed_is_in_no_later_batch() throws Exception {
        adyen.aPayment(anOperation(), 10_000);
        close("{}");
        var second = adyen.aPayment(anOperation(), 2_000).getPspReference();

        var rows = close("{}");

        assertThat(rows.getFirst().get("Psp Reference")).isEqualTo(second);
        assertThat(rows).allMatch(row -> row.get("Batch Number").equals("2"));
    }

    @Test
    void a_currency_below_nothing_is_carried_over() throws Exception {
        adyen.aPayment(anOperation(), 10_000);
        close("{}");
        adyen.control(
                "POST",
                "/adyen/bookings",
                "{\"type\": \"Chargeback\", \"amount\": -5000, \"currency\": \"EUR\"}");

        var below = close("{}");
        var after = close("{}");

        assertThat(below.getLast().get("Type")).isEqualTo("Balancetransfer");
        assertThat(sum(below)).isEqualByComparingTo("0");
        assertThat(after.getFirst().get("Net Debit (NC)")).isEqualTo("50.00");
    }

    @Test
    void a_file_that_is_withheld_is_not_there_until_it_is_published() throws Exception {
        adyen.aPayment(anOperation(), 10_000);
        adyen.control("POST", "/adyen/batches", "{\"withheld\": true}");
        assertThat(adyen.download(name(1)).statusCode()).isEqualTo(404);

        adyen.control("POST", "/adyen/batches/1/publish", "{}");

        assertThat(adyen.download(name(1)).statusCode()).isEqualTo(200);
    }

    @Test
    void faults_spoil_rows_and_never_the_payout() throws Exception {
        adyen.aPayment(anOperation(), 10_000);
        adyen.aPayment(anOperation(), 2_000);
        adyen.control("POST", "/faults", "{\"kind\": \"settlement_row_missing\"}");

        assertThat(close("{}")).hasSize(2);
        adyen.control("POST", "/adyen/batches/1/publish", "{}");
        assertThat(file(1)).hasSize(3);
    }

    @Test
    void money_of_another_currency_is_settled_at_the_rate_of_the_account() throws Exception {
        adyen.control(
                "POST", "/settings", "{\"adyen_settles_in\": \"USD\", \"adyen_rate\": \"1.1\"}");
        adyen.aPayment(anOperation(), 10_000);

        var sale = close("{}").getFirst();

        assertThat(sale.get("Gross Currency")).isEqualTo("EUR");
        assertThat(sale.get("Gross Credit (GC)")).isEqualTo("100.00");
        assertThat(sale.get("Net Currency")).isEqualTo("USD");
        assertThat(new BigDecimal(sale.get("Net Credit (NC)")).add(fees(sale)))
                .isEqualByComparingTo("110");
    }

    @Test
    void batches_close_by_themselves_when_they_are_set_to() throws Exception {
        adyen.control("POST", "/settings", "{\"adyen_batch_every_ms\": 50}");

        adyen.aPayment(anOperation(), 10_000);

        adyen.receiver.await("REPORT_AVAILABLE", name(1));
        assertThat(file(1)).hasSize(2);
    }

    @Test
    void nobody_downloads_without_the_login() throws Exception {
        adyen.aPayment(anOperation(), 10_000);
        close("{}");

        assertThat(adyen.download(name(1), "report:wrong").statusCode()).isEqualTo(401);
    }

    private List<CSVRecord> close(String body) throws Exception {
        var closed = adyen.control("POST", "/adyen/batches", body);
        return file(closed.path("batch").longValue());
    }

    private List<CSVRecord> file(long batch) throws Exception {
        return records(adyen.download(name(batch)).body());
    }

    private static List<CSVRecord> records(String csv) throws IOException {
        return FORMAT.parse(new StringReader(csv)).getRecords();
    }

    private static String name(long batch) {
        return "settlement_detail_report_batch_" + batch + ".csv";
    }

    private static BigDecimal sum(List<CSVRecord> rows) {
        return rows.stream()
                .map(row -> number(row, "Net Credit (NC)").subtract(number(row, "Net Debit (NC)")))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal fees(CSVRecord row) {
        return number(row, "Markup (NC)")
                .add(number(row, "Scheme Fees (NC)"))
                .add(number(row, "Interchange (NC)"));
    }

    private static BigDecimal number(CSVRecord row, String column) {
        return row.get(column).isEmpty() ? BigDecimal.ZERO : new BigDecimal(row.get(column));
    }
}
