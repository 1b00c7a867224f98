package io.truebook.projection.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever has full access to the database can change anything in it, and each kind of change is
 * named where it was made. 19 events, each its own batch and signed over as a whole.
 */
@Tag("database")
class TamperDbTest {

    @TempDir Path outside;
    private TamperedJournal tampered;

    @BeforeEach
    void a_sealed_and_signed_journal() throws IOException {
        tampered = new TamperedJournal(outside);
        tampered.fill();
        tampered.sign();
    }

    @AfterEach
    void drop() {
        tampered.close();
    }

    @Test
    void untouched_it_is_sound() throws SQLException {
        var report = tampered.verify();

        assertThat(report.difference()).isEmpty();
        assertThat(report.seals()).isEqualTo(19);
        assertThat(report.checkpoints()).isEqualTo(1);
    }

    @Test
    void a_flipped_byte_in_a_payload() throws SQLException {
        tampered.change(
                """
                update journal_event set payload = set_byte(payload, 20, get_byte(payload, 20) # 1)
                where global_index = 9\
                """);

        found("events", 9, "journal_event 9 to 9: not the events that batch 9 sealed");
    }

    @Test
    void another_amount_in_a_payload_with_postings_to_match() throws SQLException {
        tampered.change(
                """
                update journal_event set payload = convert_to(replace(
                    convert_from(payload, 'UTF8'), '"minor":59', '"minor":95'), 'UTF8')
                where global_index = 19\
                """,
                "update posting set amount_minor = 95 where global_index = 19");

        found("events", 19, "journal_event 19 to 19: not the events that batch 19 sealed");
    }

    @Test
    void a_flipped_byte_in_the_metadata() throws SQLException {
        tampered.change(
                """
                update journal_event set metadata = convert_to(replace(
                    convert_from(metadata, 'UTF8'), 'tester', 'Tester'), 'UTF8')
                where global_index = 9\
                """);

        found("events", 9, "journal_event 9 to 9: not the events that batch 9 sealed");
    }

    @Test
    void another_time_of_recording() throws SQLException {
        tampered.change(
                """
                update journal_event set recorded_at = recorded_at + interval '1 microsecond'
                where global_index = 19\
                """);

        found("events", 19, "journal_event 19 to 19: not the events that batch 19 sealed");
    }

    @Test
    void a_deleted_event() throws SQLException {
        tampered.change("delete from journal_event where global_index = 9");

        found("events", 9, "journal_event 9 is missing; the next one is 10");
    }

    @Test
    void two_swapped_events() throws SQLException {
        tampered.change(
                "update journal_event set global_index = 99 where global_index = 6",
                "update journal_event set global_index = 6 where global_index = 7",
                "update journal_event set global_index = 7 where global_index = 99");

        found("events", 6, "journal_event 6 to 6: not the events that batch 6 sealed");
    }

    @Test
    void an_inserted_event() throws SQLException {
        tampered.change(
                """
                insert into journal_event select 20, tenant, aggregate_type, 'ch_x', 0, 'x',
                    event_type, event_revision, recorded_at, payload, metadata
                from journal_event where global_index = 8;
                update journal_event set global_index = global_index + 100
                where global_index > 8;
                update journal_event set global_index = case global_index when 120 then 9
                    else global_index - 99 end
                where global_index > 100\
                """);

        found("events", 9, "journal_event 9 to 9: not the events that batch 9 sealed");
    }

    @Test
    void an_event_added_behind_the_end() throws SQLException {
        tampered.change(
                """
                insert into journal_event select 20, tenant, aggregate_type, 'ch_x', 0, 'x',
                    event_type, event_revision, recorded_at, payload, metadata
                from journal_event where global_index = 19\
                """);

        found("events", 20, "journal_event 20 lies behind the head, which is at 19");
    }

    @Test
    void an_edited_balance() throws SQLException {
        tampered.change("update account_balance set posted_credits = posted_credits + 1");

        found("balances", 0, "account_balance of provider:stripe:clearing EUR of default: stored");
    }

    @Test
    void an_edited_posting_with_its_balance() throws SQLException {
        tampered.change(
                "update posting set amount_minor = amount_minor + 1 where global_index = 9");

        found("postings", 9, "posting (9, 0): stored Leg[tenant=default, account=");
    }

    @Test
    void a_running_balance_that_is_another() throws SQLException {
        tampered.change(
                "update posting set balance_minor = balance_minor + 1 where global_index = 9");

        found("postings", 9, "stands at");
    }

    @Test
    void an_edited_seal() throws SQLException {
        tampered.change("update journal_seal set root = sha256('x') where batch_id = 9");

        found("seals", 9, "journal_seal of batch 9: the root was changed");
    }

    @Test
    void the_last_seal_edited() throws SQLException {
        tampered.change("update journal_seal set root = sha256('x') where batch_id = 19");

        found("seals", 19, "journal_seal of batch 19: the root was changed");
    }

    @Test
    void a_seal_taken_away() throws SQLException {
        tampered.change("delete from journal_seal where batch_id = 9");

        found("seals", 10, "journal_seal of batch 10 continues a tree of 9 events; expected 8");
    }

    @Test
    void the_last_seal_taken_away() throws SQLException {
        tampered.change("delete from journal_seal where batch_id = 19");

        found("seals", 18, "journal_seal: the last one is over 18 events; expected 19");
    }

    @Test
    void all_seals_taken_away_as_if_an_earlier_version_had_written() throws SQLException {
        tampered.change("delete from journal_seal", "update ledger_head set frontier = null");
        assertThat(tampered.verify().difference()).isEmpty();

        tampered.change(
                """
                update journal_event set metadata = convert_to(replace(
                    convert_from(metadata, 'UTF8'), 'tester', 'Tester'), 'UTF8')
                where global_index = 9\
                """);

        found("checkpoints", 19, "it was rewritten");
    }

    @Test
    void an_edited_frontier() throws SQLException {
        tampered.change("update ledger_head set frontier = set_byte(frontier, 20, 7)");

        found("seals", 19, "ledger_head: the frontier is not that of the first 19 events");
    }

    @Test
    void a_frontier_that_is_none() throws SQLException {
        tampered.change("update ledger_head set frontier = '\\x00'");

        found("seals", 19, "ledger_head: the frontier is not one of the 19 events");
    }

    @Test
    void a_tail_cut_off_with_everything_that_follows_from_it() throws SQLException {
        tampered.cutTo(15);

        found("checkpoints", 15, "was signed over 19 events, the journal has 15: its end is gone");
    }

    @Test
    void a_cut_tail_is_found_by_nothing_but_the_checkpoint_outside() throws Exception {
        tampered.cutTo(15);
        tampered.forgetCheckpoints();

        assertThat(tampered.verify().difference()).isEmpty();
    }

    @Test
    void a_history_rewritten_with_all_its_seals() throws SQLException {
        tampered.change(
                """
                update journal_event set metadata = convert_to(replace(
                    convert_from(metadata, 'UTF8'), 'tester', 'Tester'), 'UTF8')\
                """,
                "delete from journal_checkpoint");
        tampered.sealAgain();

        found(
                "checkpoints",
                19,
                "2026-11-20.checkpoints: a checkpoint was signed over the first 19 events, and they"
                        + " were others");
    }

    @Test
    void a_checkpoint_edited_outside() throws IOException, SQLException {
        var file = outside.resolve("2026-11-20.checkpoints");
        Files.writeString(file, Files.readString(file).replace("\n19\n", "\n18\n"));

        found("checkpoints", 0, "2026-11-20.checkpoints: No signature of truebook/");
    }

    @Test
    void a_gap_in_a_payments_own_order_sealed_anew() throws IOException, SQLException {
        tampered.change("update journal_event set sequence_number = 77 where global_index = 19");
        tampered.forgetCheckpoints();
        tampered.sealAgain();

        found("sequences", 19, "journal_event 19 is number 77 of ch_");
    }

    @Test
    void a_fact_booked_twice_sealed_anew() throws IOException, SQLException {
        tampered.change(
                """
                update journal_event set payload = convert_to(replace(
                    convert_from(payload, 'UTF8'), 'captured|18', 'captured|8'), 'UTF8')
                where global_index = 19\
                """);
        tampered.forgetCheckpoints();
        tampered.sealAgain();

        found("facts", 19, "books the fact stripe|ch_3Q|captured|8 again; event 9 has booked it");
    }

    private void found(String check, long position, String message) throws SQLException {
        assertThat(tampered.verify().difference())
                .hasValueSatisfying(difference -> {
                    assertThat(difference.message()).contains(message);
                    assertThat(difference.check()).isEqualTo(check);
                    assertThat(difference.journalPosition()).isEqualTo(position);
                });
    }
}
