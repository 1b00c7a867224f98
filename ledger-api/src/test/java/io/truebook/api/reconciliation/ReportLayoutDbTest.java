package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.truebook.api.reconciliation.Reports.Form;
import io.truebook.ledger.reconciliation.RepairKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Everything an accountant asks of a report, in each of its forms, on real PostgreSQL. */
@Tag("database")
class ReportLayoutDbTest extends ReportedDay {

    /** Of an account without either; {@code BankLegDbTest} has the first. */
    private static final Set<ReportSection> LISTS_OF_THE_BANK_AND_BATCHES =
            Set.of(ReportSection.BANK_UNMATCHED, ReportSection.MISSING_BATCHES);

    @Test
    void its_head_says_what_it_was_made_from() throws IOException {
        happens();

        var report = json(report(day.reconciled().id()));

        assertThat(report.path("cut_off").asString()).isEqualTo("2026-11-21T00:00Z");
        assertThat(report.path("time_zone").asString()).isEqualTo("Z");
        assertThat(report.path("rule_version").asInt()).isPositive();
        assertThat(report.path("journal_position").asLong()).isPositive();
        assertThat(report.path("files")).hasSize(2);
        assertThat(report.at("/files/0/sha256").asString()).hasSize(64);
        assertThat(report.at("/files/0/rows").asLong()).isPositive();
    }

    @Test
    void what_agrees_is_told_apart_by_why() throws IOException {
        happens();

        var report = json(report(day.reconciled().id()));

        assertThat(report.path("matched_by"))
                .extracting(part -> part.path("how").asString() + part.path("count").asInt())
                .containsExactly("auto1", "manual1", "forced1");
    }

    @Test
    void a_break_has_all_that_is_asked_of_it() throws IOException {
        happens();

        var report = json(report(day.reconciled().id()));

        var orphan = item(report, "code", "ORPHAN_REFUND");
        assertThat(orphan.path("owner").asString()).isEqualTo(OWNER);
        assertThat(orphan.path("proposed_repair").asString()).isEqualTo("park");
        assertThat(orphan.path("proposed_by").isNull()).isTrue();
        assertThat(orphan.path("payout").asString()).isEqualTo(PAYOUT_ID);
        assertThat(orphan.path("first_seen_at").asString()).isEqualTo("2026-11-21T00:00:00Z");
        var proposed = item(report, "provider_reference", HOSTILE);
        assertThat(proposed.path("status").asString()).isEqualTo("proposed");
        assertThat(proposed.path("proposed_by").asString()).isEqualTo("ann");
        var timing = item(report, "status", "timing");
        assertThat(timing.path("ledger_transaction").asString())
                .isEqualTo(timing.path("charge").asString());
    }

    @Test
    void repairs_name_their_events_and_both_people() throws IOException {
        happens();

        var repairs = json(report(day.reconciled().id())).path("repairs");

        assertThat(repairs)
                .extracting(repair -> repair.path("repair").asString())
                .containsExactlyInAnyOrder("park", "record_fact");
        for (var repair : repairs) {
            assertThat(repair.path("proposed_by").asString()).isEqualTo("ann");
            assertThat(repair.path("approved_by").asString()).isEqualTo("bob");
            assertThat(repair.path("automatic").asBoolean()).isFalse();
            assertThat(repair.path("events")).hasSize(1);
            var event = repair.at("/events/0");
            assertThat(typeAt(event.path("journal_position").asLong()))
                    .isEqualTo(event.path("event").asString())
                    .isIn("amount-parked", "charge-captured");
        }
    }

    @Test
    void what_is_parked_and_taken_back_is_two_repairs_with_an_event_each() throws IOException {
        happens();
        propose("ann", RepairKind.REVERSE, "AMOUNT_MISMATCH");
        approveAsProposed("AMOUNT_MISMATCH", "bob");
        work();

        var repairs = json(report(day.reconciled().id())).path("repairs").valueStream();

        assertThat(repairs)
                .filteredOn(repair -> repair.path("code").asString().equals("AMOUNT_MISMATCH"))
                .extracting(
                        repair -> repair.path("repair").asString(),
                        repair -> repair.path("events").size(),
                        repair -> repair.at("/events/0/event").asString())
                .containsExactly(
                        tuple("park", 1, "amount-parked"), tuple("reverse", 1, "parking-reversed"));
    }

    @Test
    void ages_are_a_whole_table_for_each_currency() throws IOException {
        happens();

        var report = json(report(day.reconciled().id()));
        var euro = new ArrayList<JsonNode>();
        for (var part : report.path("ageing")) {
            if (part.path("currency").asString().equals("EUR")) {
                euro.add(part);
            }
        }

        assertThat(euro)
                .filteredOn(part -> part.path("part").asString().equals("balance"))
                .extracting(part -> part.path("age").asString())
                .containsExactly("0-1", "2-3", "4-7", "8-30", ">30");
        assertThat(euro)
                .filteredOn(part -> part.path("age").asString().equals("0-1"))
                .extracting(
                        part -> part.path("part").asString(),
                        part -> part.path("count").asLong(),
                        part -> part.path("amount").asLong(),
                        part -> part.path("absolute").asLong())
                .containsExactly(
                        tuple("balance", 3L, -28_516L, 30_984L),
                        tuple("proof", 1L, 1_164L, 1_164L));
        assertThat(report.path("roll_forward"))
                .filteredOn(part -> part.path("currency").asString().equals("EUR"))
                .extracting(part -> part.path("breaks").asLong())
                .containsExactly(-28_516L);
    }

    @Test
    void what_is_decided_later_changes_no_byte_of_it() throws IOException {
        happens();
        var run = day.reconciled().id();
        var before = bytes(run);

        assign("ORPHAN_REFUND", "dave");
        approveAsProposed(HOSTILE, "bob");
        work();

        assertThat(bytes(run)).isEqualTo(before);
        assertThat(json(report(day.reconciled().id())).path("repairs")).hasSize(3);
    }

    @Test
    void amounts_have_the_decimals_of_their_currency() throws IOException {
        happens();

        var report = report(day.reconciled().id());

        assertThat(text(report, Form.HTML))
                .contains("500\u00A0JPY", "5.120\u00A0KWD", "-7.50\u00A0EUR", "-290.00");
        assertThat(text(report, Form.CSV)).contains(",500,500,", ",5.120,5.120,");
    }

    @Test
    void the_page_runs_no_script_and_shows_hostile_text_as_text() throws IOException {
        happens();

        var report = report(day.reconciled().id());
        var page = text(report, Form.HTML);

        assertThat(page)
                .doesNotContain("<script", "\u202E", "style=\"")
                .contains("=1+&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;")
                .contains("owner =c\u00E4rol\uFFFD")
                .contains(report.contentSecurityPolicy());
        keepForPeople("report.html", page);
    }

    @Test
    void each_table_is_there_as_csv_with_a_cell_for_each_column() throws IOException {
        happens();
        var report = report(day.reconciled().id());

        for (var section : ReportSection.values()) {
            var table = new ByteArrayOutputStream();
            assertThat(report.write(section, table)).isTrue();
            try (var csv =
                    org.apache.commons.csv.CSVParser.parse(
                            table.toString(StandardCharsets.UTF_8),
                            org.apache.commons.csv.CSVFormat.RFC4180)) {
                var records = csv.getRecords();
                if (!LISTS_OF_THE_BANK_AND_BATCHES.contains(section)) {
                    assertThat(records).as(section.code()).hasSizeGreaterThan(1);
                }
                assertThat(records).allMatch(record -> record.size() == section.columns().size());
            }
        }
    }

    private List<String> bytes(String run) {
        var forms = new ArrayList<String>();
        for (var form : Form.values()) {
            forms.add(text(report(run), form));
        }
        return forms;
    }

    private String typeAt(long position) {
        return ledger.jdbc
                .sql("select event_type from truebook.journal_event where global_index = ?")
                .param(position)
                .query(String.class)
                .single();
    }

    private static JsonNode item(JsonNode report, String field, String value) {
        return report.path("items")
                .valueStream()
                .filter(item -> item.path(field).asString("").equals(value))
                .findFirst()
                .orElseThrow();
    }

    private static void keepForPeople(String name, String text) throws IOException {
        var folder = Files.createDirectories(Path.of("target", "report"));
        Files.writeString(folder.resolve(name), text);
    }
}
