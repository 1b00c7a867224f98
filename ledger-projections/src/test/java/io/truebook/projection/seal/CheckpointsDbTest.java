package io.truebook.projection.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.projection.payment.EventSamples;
import io.truebook.projection.payment.PaymentJournal;
import io.truebook.projection.seal.Checkpoints.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was signed lies outside the database, and a database that is something else is noticed. */
@Tag("database")
class CheckpointsDbTest {

    private static final Instant NOW = Instant.parse("2026-11-20T23:59:00Z");

    @TempDir Path folder;
    private final PaymentJournal journal = new PaymentJournal();
    private final SignerKey key = SignedNoteTest.newKey(null);

    @AfterEach
    void drop() {
        journal.close();
    }

    @Test
    void an_empty_journal_is_not_signed() throws IOException {
        assertThat(checkpoints().publish(NOW).standing()).isEqualTo(Standing.NONE);
        assertThat(checkpoints().latestOutside()).isEmpty();
    }

    @Test
    void a_journal_is_signed_when_it_has_grown_and_only_then() throws IOException {
        var checkpoints = checkpoints();
        appendTo(5);
        checkpoints.publish(NOW);
        checkpoints.publish(NOW);
        appendTo(8);
        checkpoints.publish(NOW.plusSeconds(120));

        assertThat(notes()).hasSize(2);
        assertThat(folder.resolve("2026-11-20.checkpoints")).exists();
        assertThat(folder.resolve("2026-11-21.checkpoints")).exists();
        assertThat(checkpoints.latestOutside().orElseThrow().size()).isEqualTo(8);
        assertThat(table().latest().orElseThrow().toString()).isEqualTo(notes().getLast());
        assertThat(table().ofSize(5).orElseThrow().toString()).isEqualTo(notes().getFirst());
        assertThat(checkpoints.compare().standing()).isEqualTo(Standing.AGREES);
    }

    @Test
    void a_note_that_a_power_cut_tore_is_as_if_it_had_never_been_written() throws IOException {
        appendTo(5);
        checkpoints().publish(NOW);
        Path file = folder.resolve("2026-11-20.checkpoints");
        byte[] whole = Files.readAllBytes(file);
        for (int torn = 1; torn < whole.length; torn += 7) {
            Files.write(file, whole);
            Files.write(file, java.util.Arrays.copyOf(whole, torn), StandardOpenOption.APPEND);
            assertThat(checkpoints().latestOutside().orElseThrow().size()).isEqualTo(5);
        }

        appendTo(6);
        checkpoints().publish(NOW);

        assertThat(notes()).hasSize(2);
        assertThat(checkpoints().latestOutside().orElseThrow().size()).isEqualTo(6);
    }

    @Test
    void a_process_that_ended_between_folder_and_table_is_made_up_for() throws Exception {
        appendTo(5);
        checkpoints().publish(NOW);
        asSuperuser("delete from journal_checkpoint");

        checkpoints().publish(NOW);

        assertThat(table().latest().orElseThrow().toString()).isEqualTo(notes().getLast());
        assertThat(notes()).hasSize(1);
    }

    @Test
    void a_cut_off_end_is_noticed_and_nothing_is_signed_over_it() throws Exception {
        appendTo(8);
        checkpoints().publish(NOW);
        cutTo(5);

        var comparison = checkpoints().publish(NOW);

        assertThat(comparison.standing()).isEqualTo(Standing.SHORTER);
        assertThat(comparison.words()).contains("up to event 5").contains("over 8 events");
        assertThat(notes()).hasSize(1);
    }

    @Test
    void another_history_of_the_same_length_is_noticed() throws Exception {
        appendTo(8);
        checkpoints().publish(NOW);
        cutTo(5);
        journal.append("another", EventSamples.all().get(7));
        journal.append("another-2", EventSamples.all().get(6), EventSamples.all().get(9));

        var comparison = checkpoints().publish(NOW);

        assertThat(comparison.standing()).isEqualTo(Standing.DIFFERENT);
        assertThat(notes()).hasSize(1);
    }

    @Test
    void an_event_changed_under_its_seal_is_not_signed() throws Exception {
        appendTo(8);
        asSuperuser("update journal_event set payload = '{}' where global_index = 8");

        var comparison = checkpoints().publish(NOW);

        assertThat(comparison.standing()).isEqualTo(Standing.DIFFERENT);
        assertThat(notes()).isEmpty();
    }

    @Test
    void a_note_that_was_edited_outside_tells_nothing() throws IOException {
        appendTo(8);
        checkpoints().publish(NOW);
        Path file = folder.resolve("2026-11-20.checkpoints");
        Files.writeString(file, Files.readString(file).replace("\n8\n", "\n7\n"));

        assertThat(checkpoints().compare().standing()).isEqualTo(Standing.UNREADABLE);
    }

    @Test
    void a_checkpoint_of_a_key_of_before_still_counts() throws Exception {
        appendTo(8);
        new Checkpoints(
                        journal.database.dataSource(),
                        new CheckpointFolder(folder),
                        SignedNoteTest.newKey(null))
                .publish(NOW);

        assertThat(checkpoints().compare().standing()).isEqualTo(Standing.AGREES);
        cutTo(5);
        assertThat(checkpoints().compare().standing()).isEqualTo(Standing.SHORTER);
    }

    private Checkpoints checkpoints() {
        return new Checkpoints(journal.database.dataSource(), new CheckpointFolder(folder), key);
    }

    private CheckpointTable table() {
        return new CheckpointTable(journal.database.dataSource());
    }

    private List<String> notes() throws IOException {
        var notes = new ArrayList<String>();
        for (var file : new CheckpointFolder(folder).files()) {
            notes.addAll(CheckpointFolder.notes(file));
        }
        return notes;
    }

    private int appended;

    private void appendTo(int size) {
        for (; appended < size; appended++) {
            journal.append(EventSamples.all().get(appended));
        }
    }

    /** Everything is as it was when the journal had this length, as a restore would have it. */
    private void cutTo(int size) throws SQLException {
        asSuperuser(
                "delete from journal_event where global_index > " + size,
                "delete from posting where global_index > " + size,
                "delete from journal_batch where last_index > " + size,
                "delete from journal_seal where tree_size > " + size,
                "delete from transaction_register where last_index > " + size,
                """
                update ledger_head set last_index = %1$d, last_batch = %1$d,
                    frontier = null where last_index > %1$d\
                """
                        .formatted(size));
        var frontier = Frontier.empty();
        try (var connection = journal.database.dataSource().getConnection()) {
            JournalLeaves.read(
                    connection, 0, size, leaf -> frontier.append(leaf.encode(), _ -> {}));
        }
        try (var superuser = journal.database.connectAsSuperuser();
                var update =
                        superuser.prepareStatement(
                                "update truebook.ledger_head set frontier = ?")) {
            update.setBytes(1, frontier.stored());
            update.executeUpdate();
        }
    }

    private void asSuperuser(String... changes) throws SQLException {
        try (var superuser = journal.database.connectAsSuperuser();
                var statement = superuser.createStatement()) {
            statement.execute("set search_path = truebook");
            for (var table :
                    List.of(
                            "journal_event",
                            "journal_batch",
                            "posting",
                            "journal_seal",
                            "journal_checkpoint")) {
                statement.execute("alter table " + table + " disable trigger all");
            }
            for (var change : changes) {
                statement.execute(change);
            }
        }
    }
}
