package io.truebook.projection.seal;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Signs what the journal is, keeps it outside the database, and notices when the database no longer
 * is what was signed.
 *
 * <p>Nothing is signed that does not continue what was signed before. To find out at a start
 * whether the database was set back (a restore from an older backup, or somebody's hand): {@link
 * #compare} says how the database stands to {@link #latestOutside}, reads a few hundred rows and
 * changes nothing. {@link Standing#SHORTER} is what a restore looks like; the checkpoint's size
 * then says up to which journal position events had been written.
 */
public final class Checkpoints {

    /** How the database stands to the latest checkpoint outside it. */
    public enum Standing {
        /** There is no checkpoint outside yet. */
        NONE,
        /** The journal begins with exactly what was signed. */
        AGREES,
        /** Less is sealed in the journal than was signed: its end is gone. */
        SHORTER,
        /** The journal is as long, and its beginning is not what was signed. */
        DIFFERENT,
        /** What lies outside is not a note of ours: it tells nothing. */
        UNREADABLE
    }

    /** The result of a comparison, in a word and in a sentence. */
    public record Comparison(Standing standing, String words) {
        public boolean isAlarm() {
            return switch (standing) {
                case NONE, AGREES -> false;
                case SHORTER, DIFFERENT, UNREADABLE -> true;
            };
        }
    }

    private final DataSource dataSource;
    private final CheckpointTable table;
    private final CheckpointFolder folder;
    private final SignerKey key;

    public Checkpoints(DataSource dataSource, CheckpointFolder folder, SignerKey key) {
        this.dataSource = dataSource;
        this.table = new CheckpointTable(dataSource);
        this.folder = folder;
        this.key = key;
    }

    public VerifierKey verifier() {
        return key.verifier();
    }

    /**
     * The latest checkpoint outside the database; empty when there is none.
     *
     * <p>Throws {@link IllegalArgumentException} when it is not a note or its signature is broken.
     */
    public Optional<Checkpoint> latestOutside() throws IOException {
        return folder.latest().map(note -> open(SignedNote.parse(note), key.verifier()));
    }

    /** One signed by a key of before is taken at its word: its root is compared like any other. */
    public static Checkpoint open(SignedNote note, VerifierKey key) {
        boolean isOurs =
                note.signatures().stream()
                        .anyMatch(signature -> signature.name().equals(key.name()));
        return isOurs ? key.open(note) : Checkpoint.parse(note.text());
    }

    /**
     * Begins a new line of checkpoints, after a restore that somebody vouches for: those over what
     * was lost are put aside, and kept. Changes nothing where the database is what was signed.
     */
    public Optional<Path> beginAnew(Instant now) throws IOException {
        return switch (compare().standing()) {
            case SHORTER, DIFFERENT ->
                    Optional.of(folder.putAside("restored-" + now.toString().replace(':', '-')));
            case NONE, AGREES, UNREADABLE -> Optional.empty();
        };
    }

    /** Compares the database with the latest checkpoint outside it; signs and writes nothing. */
    public Comparison compare() throws IOException {
        Optional<Checkpoint> outside;
        try {
            outside = latestOutside();
        } catch (IllegalArgumentException broken) {
            return new Comparison(
                    Standing.UNREADABLE,
                    "The latest checkpoint in %s cannot be trusted: %s"
                            .formatted(folder.path(), broken.getMessage()));
        }
        var tree = new JournalTree(dataSource);
        return outside.map(checkpoint -> compare(tree, checkpoint))
                .orElse(new Comparison(Standing.NONE, "There is no checkpoint outside yet"));
    }

    private Comparison compare(JournalTree tree, Checkpoint outside) {
        long sealed = tree.latest().map(JournalTree.Seal::size).orElse(0L);
        if (sealed < outside.size()) {
            return new Comparison(
                    Standing.SHORTER,
                    ("The database is sealed up to event %d, but a checkpoint over %d events lies"
                                    + " in %s: the end of the journal is gone")
                            .formatted(sealed, outside.size(), folder.path()));
        }
        if (!isRoot(tree, outside.size(), outside.root())) {
            return new Comparison(
                    Standing.DIFFERENT,
                    ("The first %d events of the database are not those that the checkpoint in %s"
                                    + " was signed over: the journal was rewritten")
                            .formatted(outside.size(), folder.path()));
        }
        return new Comparison(
                Standing.AGREES,
                "The journal begins with the %d events of the latest checkpoint"
                        .formatted(outside.size()));
    }

    private static boolean isRoot(JournalTree tree, long size, byte[] root) {
        try {
            return MessageDigest.isEqual(new MerkleProofs(tree).root(size), root);
        } catch (IllegalStateException partsAreGone) {
            return false;
        }
    }

    /**
     * Signs the journal as it is sealed now, if it has grown and continues what was signed before.
     *
     * <p>Outside first, on the disk, then in the table: what others can see is never ahead.
     */
    public Comparison publish(Instant now) throws IOException {
        var comparison = compare();
        var tree = new JournalTree(dataSource);
        var seal = tree.latest();
        if (comparison.isAlarm() || seal.isEmpty()) {
            return comparison;
        }
        if (!isRoot(tree, seal.get().size(), seal.get().root())) {
            return new Comparison(
                    Standing.DIFFERENT,
                    "The first %d events are not those that batch %d sealed: nothing is signed"
                            .formatted(seal.get().size(), seal.get().batch()));
        }
        long outside = latestOutside().map(Checkpoint::size).orElse(0L);
        if (seal.get().size() > outside) {
            var note = key.sign(seal.get().size(), seal.get().root());
            folder.add(note, now);
            table.add(note, verifier().name(), now);
        } else if (table.ofSize(outside).isEmpty()) {
            // The process ended between the two.
            var note = SignedNote.parse(folder.latest().orElseThrow());
            table.add(note, note.signatures().getFirst().name(), now);
        }
        return comparison;
    }
}
