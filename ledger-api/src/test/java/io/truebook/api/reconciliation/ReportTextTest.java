package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text and amounts as a report shows them. */
class ReportTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                " =1",
                "\uFF1D1",
                "00417",
                "8815658961765250",
                "1E5",
                "2-3",
                "1/2",
                "2026-11-20",
                "12:30",
                "TRUE",
                "false",
                "MAR1",
                "1 dec",
                "5 %",
                "\u20AC5",
                "5\u20AC",
                "(12)",
                ".5",
                ",5"
            })
    void what_a_spreadsheet_would_not_take_for_text_gets_an_apostrophe(String cell) {
        assertThat(CsvText.of(cell)).isEqualTo("'" + cell);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ch_1", "QFQTPCQ8HXSKGK82", "a-b", "re=1", "decimal point", "trueish"})
    void all_else_is_kept_as_it_is(String cell) {
        assertThat(CsvText.of(cell)).isEqualTo(cell);
    }

    @ParameterizedTest
    @CsvSource({
        "0,EUR,0.00,0.00",
        "-1,EUR,-0.01,-0.01",
        "123456789,EUR,1234567.89,'1,234,567.89'",
        "-123456,EUR,-1234.56,'-1,234.56'",
        "-100,JPY,-100,-100",
        "1000,JPY,1000,'1,000'",
        "5120,KWD,5.120,5.120",
        "9223372036854775807,EUR,92233720368547758.07,'92,233,720,368,547,758.07'",
        "-9223372036854775808,EUR,-92233720368547758.08,'-92,233,720,368,547,758.08'"
    })
    void amounts_have_the_decimals_of_their_currency(
            long minor, String currency, String plain, String grouped) {
        assertThat(AmountText.plain(minor, currency)).isEqualTo(plain);
        assertThat(AmountText.grouped(minor, currency)).isEqualTo(grouped);
    }

    @Test
    void what_nobody_would_see_shows_on_the_page() {
        assertThat(HtmlText.of("a\u0000\u202E\u200Bb<i>\n"))
                .isEqualTo("a\uFFFD\uFFFD\uFFFDb&lt;i&gt;\uFFFD");
        assertThat(HtmlText.of("\u00FCber \uD83D\uDE00")).isEqualTo("\u00FCber \uD83D\uDE00");
        assertThat(HtmlText.of(null)).isEmpty();
    }
}
