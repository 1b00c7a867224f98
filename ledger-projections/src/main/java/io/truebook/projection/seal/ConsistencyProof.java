package io.truebook.projection.seal;

import java.util.List;

/**
 * That the log a checkpoint was signed over begins with the whole of an earlier one, unchanged.
 *
 * <p>Source: C2SP tlog-witness, the request to add a checkpoint.
 *
 * @param from leaves of the earlier log
 */
public record ConsistencyProof(long from, List<byte[]> hashes, SignedNote checkpoint) {

    public ConsistencyProof {
        hashes = List.copyOf(hashes);
    }

    public String text() {
        return ProofText.of(List.of("old " + from), hashes, checkpoint);
    }

    /** Throws {@link IllegalArgumentException} for what is not such a proof. */
    public static ConsistencyProof parse(String proof) {
        var lines = ProofText.above(proof);
        return new ConsistencyProof(
                ProofText.number(lines.getFirst(), "old"),
                ProofText.hashes(lines.subList(1, lines.size())),
                ProofText.checkpoint(proof));
    }

    /** The later checkpoint, if the proof holds; otherwise it says what is wrong. */
    public Checkpoint check(SignedNote earlier, VerifierKey key) {
        var old = key.open(earlier);
        var signed = key.open(checkpoint);
        if (old.size() != from) {
            throw new IllegalArgumentException(
                    "The proof begins at %d events, the earlier checkpoint has %d"
                            .formatted(from, old.size()));
        }
        if (!new ProofCheck().extend(from, old.root(), signed.size(), signed.root(), hashes)) {
            throw new IllegalArgumentException(
                    "The hashes do not lead to both roots: the log was rewritten between them");
        }
        return signed;
    }
}
