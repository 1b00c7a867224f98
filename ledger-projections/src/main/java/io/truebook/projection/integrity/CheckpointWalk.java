package io.truebook.projection.integrity;

import io.truebook.projection.seal.Checkpoint;
import io.truebook.projection.seal.CheckpointFolder;
import io.truebook.projection.seal.Checkpoints;
import io.truebook.projection.seal.Frontier;
import io.truebook.projection.seal.JournalTree;
import io.truebook.projection.seal.MerkleProofs;
import io.truebook.projection.seal.SignedNote;
import io.truebook.projection.seal.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Compares the tree with every checkpoint that was signed over it: in the files outside the
 * database, and in the table.
 *
 * <p>One file at a time is in memory, which is a day.
 */
final class CheckpointWalk {

    private static final String TABLE =
            """
            select tree_size, key_name, note from truebook.journal_checkpoint
            where (tree_size, key_name) > (?, ?) and tree_size <= ?
            order by tree_size, key_name limit ?\
            """;

    private record Signed(Checkpoint checkpoint, String where) {}

    private record Row(long size, String key, String note) {}

    private final DataSource dataSource;
    private final @Nullable VerifierKey key;
    private final ArrayDeque<Path> files = new ArrayDeque<>();
    private final Pages<Row> table;
    private final Pages<Signed> outside = new Pages<>(_ -> nextFile());
    private final HeadRow head;
    private long count;

    CheckpointWalk(
            Tables tables,
            HeadRow head,
            DataSource dataSource,
            @Nullable CheckpointFolder folder,
            @Nullable VerifierKey key) {
        this.dataSource = dataSource;
        this.key = key;
        this.head = head;
        this.table =
                new Pages<>(last ->
                        tables.list(
                                TABLE,
                                row -> new Row(row.getLong(1), row.getString(2), row.getString(3)),
                                last == null ? 0 : last.size,
                                last == null ? "" : last.key,
                                head.lastIndex(),
                                Tables.PAGE));
        try {
            files.addAll(folder == null ? List.of() : folder.files());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The end first: a journal that is too short need not be read to be found out. */
    void checkLength() {
        for (var file : files.reversed()) {
            var notes = read(file);
            if (!notes.isEmpty()) {
                requireWithin(notes.getLast(), head.lastIndex());
                return;
            }
        }
    }

    private static void requireWithin(Signed signed, long lastIndex) {
        long size = signed.checkpoint.size();
        if (size > lastIndex) {
            throw new DifferenceFound(
                    "checkpoints",
                    lastIndex,
                    "%s was signed over %d events, the journal has %d: its end is gone",
                    signed.where,
                    size,
                    lastIndex);
        }
    }

    private List<Signed> nextFile() {
        while (!files.isEmpty()) {
            var notes = read(files.removeFirst());
            if (!notes.isEmpty()) {
                return notes;
            }
        }
        return List.of();
    }

    private List<Signed> read(Path file) {
        try {
            return CheckpointFolder.notes(file).stream()
                    .map(note -> open(note, String.valueOf(file.getFileName())))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Signed open(String note, String where) {
        try {
            var signed = SignedNote.parse(note);
            var checkpoint =
                    key == null ? Checkpoint.parse(signed.text()) : Checkpoints.open(signed, key);
            return new Signed(checkpoint, where + ": a checkpoint");
        } catch (IllegalArgumentException broken) {
            throw new DifferenceFound(
                    "checkpoints", 0, "%s: %s", where, String.valueOf(broken.getMessage()));
        }
    }

    /** The tree has grown to this. */
    void at(Frontier tree) throws SQLException {
        for (var row = table.peek(); row != null && row.size <= tree.size(); row = table.peek()) {
            var signed = open(row.note, "journal_checkpoint of size " + row.size);
            if (signed.checkpoint.size() != row.size) {
                throw new DifferenceFound(
                        "checkpoints", row.size, "%s is over another size", signed.where);
            }
            compare(tree, signed);
            table.next();
        }
        for (var next = outside.peek();
                next != null && next.checkpoint.size() <= tree.size();
                next = outside.peek()) {
            compare(tree, next);
            outside.next();
            count++;
        }
    }

    private void compare(Frontier tree, Signed signed) {
        long size = signed.checkpoint.size();
        // Two nodes may add theirs in another order than the sizes'.
        byte[] root =
                size == tree.size()
                        ? tree.root()
                        : new MerkleProofs(new JournalTree(dataSource)).root(size);
        if (!MessageDigest.isEqual(root, signed.checkpoint.root())) {
            throw new DifferenceFound(
                    "checkpoints",
                    size,
                    "%s was signed over the first %d events, and they were others than those of"
                            + " the journal: it was rewritten",
                    signed.where,
                    size);
        }
    }

    /** What is left was signed while the check was running, or over events that are not there. */
    void end(Tables tables) throws SQLException {
        long now = HeadRow.read(tables).lastIndex();
        for (var left = outside.peek(); left != null; left = outside.peek()) {
            requireWithin(left, now);
            outside.next();
        }
    }

    long outsideCount() {
        return count;
    }
}
