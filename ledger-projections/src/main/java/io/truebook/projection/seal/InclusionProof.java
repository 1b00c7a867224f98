package io.truebook.projection.seal;

import java.util.List;

/**
 * That a leaf is in the log a checkpoint was signed over: all there is to it but the leaf and the
 * log's key.
 *
 * <p>Source: C2SP tlog-proof.
 *
 * @param index of the leaf, from 0
 */
public record InclusionProof(long index, List<byte[]> hashes, SignedNote checkpoint) {

    private static final String FORM = "c2sp.org/tlog-proof@v1";

    public InclusionProof {
        hashes = List.copyOf(hashes);
    }

    public String text() {
        return ProofText.of(List.of(FORM, "index " + index), hashes, checkpoint);
    }

    /** Throws {@link IllegalArgumentException} for what is not such a proof. */
    public static InclusionProof parse(String proof) {
        var lines = ProofText.above(proof);
        int at = lines.size() > 1 && lines.get(1).startsWith("extra ") ? 2 : 1;
        if (!lines.getFirst().equals(FORM) || lines.size() <= at) {
            throw new IllegalArgumentException("Not a proof of inclusion");
        }
        return new InclusionProof(
                ProofText.number(lines.get(at), "index"),
                ProofText.hashes(lines.subList(at + 1, lines.size())),
                ProofText.checkpoint(proof));
    }

    /** The checkpoint, if the proof holds for this leaf; otherwise it says what is wrong. */
    public Checkpoint check(byte[] leaf, VerifierKey key) {
        var signed = key.open(checkpoint);
        if (!new ProofCheck().includes(leaf, index, signed.size(), hashes, signed.root())) {
            throw new IllegalArgumentException(
                    "The hashes do not lead from the leaf to the signed root");
        }
        return signed;
    }
}
