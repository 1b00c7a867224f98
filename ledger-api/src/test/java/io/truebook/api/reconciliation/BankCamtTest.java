package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.projection.reconciliation.BankStatements.Entry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements in ISO 20022, right ones and hostile ones. */
class BankCamtTest {

    private static final String ENTRY =
            """
            <Ntry><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
            <BookgDt><Dt>2026-11-20</Dt></BookgDt><AcctSvcrRef>R1</AcctSvcrRef><BkTxCd/>
            <NtryDtls><TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs>
            <RltdPties><Dbtr><Pty><Nm>Jane Doe</Nm></Pty></Dbtr></RltdPties>
            <RmtInf><Ustrd>STRIPE po_1</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
            """;

    @ParameterizedTest
    @ValueSource(strings = {"02", "04", "08", "13"})
    void of_any_version_give_the_same_entry(String version) {
        var entry =
                Integer.parseInt(version) < 8
                        ? ENTRY.replace("<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>")
                        : ENTRY;

        var entries = read(statement(entry).replace("001.08", "001." + version));

        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst().account()).isEqualTo("DE02120300000000202051");
        assertThat(entries.getFirst().amount().minor()).isEqualTo(1_000);
        assertThat(entries.getFirst().bookedOn()).hasToString("2026-11-20");
        assertThat(entries.getFirst().words()).isEqualTo("R1 E1 STRIPE po_1");
        assertThat(entries.getFirst().line()).isEqualTo(3);
    }

    @Test
    void may_begin_with_a_byte_order_mark() {
        assertThat(read("\uFEFF" + statement(ENTRY))).hasSize(1);
    }

    @Test
    void tell_debits_times_and_pending_entries_apart() {
        var debit =
                ENTRY.replace("CRDT", "DBIT")
                        .replace("<Dt>2026-11-20</Dt>", "<DtTm>2026-11-21T23:30:00+01:00</DtTm>");
        var pending = ENTRY.replace("BOOK", "PDNG");

        var entries = read(statement(debit + pending));

        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst().amount().minor()).isEqualTo(-1_000);
        assertThat(entries.getFirst().bookedOn()).hasToString("2026-11-21");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.00|10.001|Amt",
                "10.00|1e9999999|Amt",
                "10.00|99999999999999999999|Amt",
                "10.00|ten|Amt",
                "10.00|-10.00|Amt",
                "Ccy=\"EUR\"|Ccy=\"XXX\"|Amt",
                "CRDT|BOTH|CdtDbtInd",
                "<Cd>BOOK</Cd>|''|Sts",
                "2026-11-20|2026-13-45|BookgDt",
                "2026-11-20|0001-01-01|Ntry"
            })
    void name_the_line_and_element_of_what_cannot_be_read(
            String right, String wrong, String named) {
        assertThatThrownBy(() -> read(statement(ENTRY + ENTRY.replace(right, wrong))))
                .isInstanceOfSatisfying(
                        SettlementFileInvalid.class,
                        broken -> {
                            assertThat(broken.column()).contains(named);
                            assertThat(broken.line()).isEqualTo(8);
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<Document>",
                "<Document/>",
                "<?xml version='1.0'?><Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.001.001.03'/>",
                "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.99'><Ntry/></Document>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><Document>&x;</Document>",
                "<!DOCTYPE a [<!ENTITY x 'xxxx'><!ENTITY y '&x;&x;&x;'>]><Document>&y;</Document>",
                "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x.dtd'><Document/>"
            })
    void that_are_none_are_refused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(SettlementFileInvalid.class);
    }

    @Test
    void that_are_too_deep_or_not_utf_8_are_refused() {
        var deep = statement("<a>".repeat(100_000) + "</a>".repeat(100_000));

        assertThatThrownBy(() -> read(deep)).isInstanceOf(SettlementFileInvalid.class);
        assertThatThrownBy(() ->
                        BankCamt.read(
                                statement(ENTRY).getBytes(StandardCharsets.UTF_16),
                                new BankEntries(text -> text)))
                .isInstanceOf(SettlementFileInvalid.class);
    }

    /** The library would make objects of each, and compute with each digit. */
    @Test
    void that_hold_more_than_a_day_has_are_refused_before_they_are_made_sense_of() {
        var crowd = statement("<Ntry/>".repeat(200_001));
        var number = statement(ENTRY.replace("10.00", "9".repeat(300_000)));

        for (var text : List.of(crowd, number)) {
            assertThatThrownBy(() -> read(text))
                    .isInstanceOfSatisfying(
                            SettlementFileInvalid.class,
                            broken -> assertThat(broken.problem()).contains("more than"));
        }
    }

    private static List<Entry> read(String text) {
        var entries = new BankEntries(words -> words);
        BankCamt.read(text.getBytes(StandardCharsets.UTF_8), entries);
        return entries.all();
    }

    private static String statement(String entries) {
        return """
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
        <Stmt><Id>S1</Id><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id></Acct>
        """
                + entries
                + "</Stmt></BkToCstmrStmt></Document>";
    }
}
