package io.truebook.projection.seal;

import java.util.Base64;

/**
 * What the log was at one moment: its name, how many leaves it had and their root.
 *
 * <p>Source: C2SP tlog-checkpoint: three lines, the root in base64.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Checkpoint(String origin, long size, byte[] root) {

    public Checkpoint {
        if (origin.isBlank() || origin.contains("\n") || size < 0) {
            throw new IllegalArgumentException("Not a checkpoint of a log");
        }
        if (root.length != TreeHasher.LENGTH) {
            throw new IllegalArgumentException("A root has 32 bytes, not " + root.length);
        }
    }

    /** The text that is signed. */
    public String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }

    /** Reads the text; lines after the third belong to somebody else's extension. */
    public static Checkpoint parse(String text) {
        var lines = text.split("\n", -1);
        if (lines.length < 4 || !lines[1].matches("0|[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("Not a checkpoint: name, size and root are missing");
        }
        return new Checkpoint(
                lines[0], Long.parseLong(lines[1]), Base64.getDecoder().decode(lines[2]));
    }
}
