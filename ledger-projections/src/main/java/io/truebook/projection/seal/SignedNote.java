package io.truebook.projection.seal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A text and the signatures below it.
 *
 * <p>Source: C2SP signed-note: the text ends with a line break, a blank line follows, then one line
 * for each signature: a dash, the key's name, and in base64 the key's id and the signature.
 */
public record SignedNote(String text, List<Signature> signatures) {

    private static final String DASH = "\u2014 ";
    private static final int ID = 4;

    /** Who signed, and the signature. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Signature(String name, byte[] keyId, byte[] bytes) {
        private String line() {
            byte[] both = Arrays.copyOf(keyId, ID + bytes.length);
            System.arraycopy(bytes, 0, both, ID, bytes.length);
            return DASH + name + " " + Base64.getEncoder().encodeToString(both) + "\n";
        }
    }

    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /** Throws {@link IllegalArgumentException} for what is not a signed note. */
    public static SignedNote parse(String note) {
        int end = note.lastIndexOf("\n\n");
        if (end < 0 || !note.endsWith("\n")) {
            throw new IllegalArgumentException(
                    "Not a signed note: text and signatures are missing");
        }
        var signatures = new ArrayList<Signature>();
        for (var line : note.substring(end + 2).split("\n")) {
            signatures.add(signature(line));
        }
        return new SignedNote(note.substring(0, end + 1), signatures);
    }

    private static Signature signature(String line) {
        var words = line.split(" ");
        if (words.length != 3 || !line.startsWith(DASH)) {
            throw new IllegalArgumentException("Not the signature of a note");
        }
        byte[] both = Base64.getDecoder().decode(words[2]);
        if (both.length <= ID) {
            throw new IllegalArgumentException("Not the signature of a note");
        }
        return new Signature(
                words[1], Arrays.copyOf(both, ID), Arrays.copyOfRange(both, ID, both.length));
    }

    /** The whole note. */
    @Override
    public String toString() {
        var note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()));
        return note.toString();
    }
}
