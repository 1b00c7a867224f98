package io.truebook.api.operations;

import io.truebook.projection.seal.Checkpoint;
import io.truebook.projection.seal.ConsistencyProof;
import io.truebook.projection.seal.EventLeaf;
import io.truebook.projection.seal.InclusionProof;
import io.truebook.projection.seal.SignedNote;
import io.truebook.projection.seal.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Checks a proof with nothing but the proof and the log's public key: {@code verify-proof}.
 *
 * <p>Opens no database and no connection and reads no settings, so that it can be run where nobody
 * has access to the ledger. Exit code 0 when the proof holds, 1 when it does not, 2 when it could
 * not be read.
 */
public final class VerifyProofCommand implements Subcommand {

    private static final String USE =
            "verify-proof --key <name+id+key> --proof <file> with --event <file> (is it in the log?)"
                    + " or --old <file> (does the log continue that checkpoint?);"
                    + " or --key <name+id+key> --checkpoint <file> (is it signed?)";

    @Override
    public String name() {
        return "verify-proof";
    }

    @Override
    public String summary() {
        return "verify-proof: checks a proof or a checkpoint, without database or network";
    }

    @Override
    public boolean readsSettings() {
        return false;
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        var proof = invocation.option("proof");
        var event = invocation.option("event");
        var old = invocation.option("old");
        var checkpoint = invocation.option("checkpoint");
        var key = invocation.option("key");
        boolean isProof = proof.isPresent() && event.isPresent() != old.isPresent();
        if (key.isEmpty() || isProof == checkpoint.isPresent()) {
            invocation.err().println("Call it as: " + USE);
            return FAILED;
        }
        try {
            return check(invocation, VerifierKey.parse(key.get()), proof, event, old, checkpoint);
        } catch (IllegalArgumentException unreadable) {
            invocation.err().println("It could not be read: " + unreadable.getMessage());
            return FAILED;
        }
    }

    private static int check(
            Invocation invocation,
            VerifierKey key,
            Optional<String> proof,
            Optional<String> event,
            Optional<String> old,
            Optional<String> checkpoint)
            throws IOException {
        if (checkpoint.isPresent()) {
            var note = SignedNote.parse(text(checkpoint.get()));
            return answer(invocation, () -> "The checkpoint is signed: " + words(key.open(note)));
        }
        var given = text(proof.orElseThrow());
        if (event.isPresent()) {
            var inclusion = InclusionProof.parse(given);
            byte[] leaf = Files.readAllBytes(Path.of(event.get()));
            return answer(invocation, () -> included(inclusion, leaf, key));
        }
        var consistency = ConsistencyProof.parse(given);
        var earlier = SignedNote.parse(text(old.orElseThrow()));
        return answer(
                invocation,
                () ->
                        "The log begins with the %d events of the earlier checkpoint: %s"
                                .formatted(
                                        consistency.from(),
                                        words(consistency.check(earlier, key))));
    }

    private static String included(InclusionProof proof, byte[] leaf, VerifierKey key) {
        var signed = proof.check(leaf, key);
        var event = EventLeaf.decode(leaf);
        if (event.index() != proof.index() + 1) {
            throw new IllegalArgumentException("The event says that its place is another one");
        }
        return "Event %d, %s of %s, recorded %s, is in the log: %s"
                .formatted(
                        event.index(),
                        event.type(),
                        event.aggregateId(),
                        Instant.EPOCH.plus(event.recordedAtMicros(), ChronoUnit.MICROS),
                        words(signed));
    }

    private static String words(Checkpoint checkpoint) {
        return "%s, %d events".formatted(checkpoint.origin(), checkpoint.size());
    }

    /** What the check says, or why it fails. */
    private interface Check {
        String words();
    }

    private static int answer(Invocation invocation, Check check) {
        try {
            invocation.out().println("HOLDS. " + check.words() + ".");
            return OK;
        } catch (IllegalArgumentException wrong) {
            invocation.out().println("DOES NOT HOLD. " + wrong.getMessage() + ".");
            return FOUND;
        }
    }

    private static String text(String file) throws IOException {
        return Files.readString(Path.of(file));
    }
}
