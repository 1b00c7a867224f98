package io.truebook.projection.seal;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Hashes above a checkpoint, one a line, as the C2SP formats of proofs have them. */
final class ProofText {

    private ProofText() {}

    static String of(List<String> head, List<byte[]> hashes, SignedNote checkpoint) {
        var text = new StringBuilder();
        head.forEach(line -> text.append(line).append('\n'));
        hashes.forEach(hash -> text.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
        return text.append('\n').append(checkpoint).toString();
    }

    /** The lines above the checkpoint. */
    static List<String> above(String proof) {
        return List.of(proof.substring(0, split(proof)).split("\n"));
    }

    static SignedNote checkpoint(String proof) {
        return SignedNote.parse(proof.substring(split(proof) + 2));
    }

    private static int split(String proof) {
        int end = proof.indexOf("\n\n");
        if (end < 0) {
            throw new IllegalArgumentException("Not a proof: no checkpoint follows");
        }
        return end;
    }

    /** The number after a word. */
    static long number(String line, String word) {
        if (!line.matches(word + " (0|[1-9][0-9]{0,17})")) {
            throw new IllegalArgumentException("Not a proof: \"" + word + " <number>\" is missing");
        }
        return Long.parseLong(line.substring(word.length() + 1));
    }

    static List<byte[]> hashes(List<String> lines) {
        var hashes = new ArrayList<byte[]>();
        for (var line : lines) {
            byte[] hash = Base64.getDecoder().decode(line);
            if (hash.length != TreeHasher.LENGTH) {
                throw new IllegalArgumentException("Not a proof: a hash has 32 bytes");
            }
            hashes.add(hash);
        }
        return hashes;
    }
}
