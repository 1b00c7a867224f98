package io.truebook.projection.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The public key of a log: whoever has it can check what the log signed, and nothing else.
 *
 * <p>As text it is {@code name+id+key}. Source: C2SP signed-note; Ed25519 is algorithm 1.
 *
 * @param publicKey 32 bytes, RFC 8032
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record VerifierKey(String name, byte[] publicKey) {

    static final byte ED25519 = 1;

    /** What stands before the 32 bytes where a key says what it is (RFC 8410). */
    private static final byte[] HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int LENGTH = 32;

    public VerifierKey {
        if (name.isBlank() || name.matches(".*[\\s+].*") || publicKey.length != LENGTH) {
            throw new IllegalArgumentException("Not an Ed25519 key with a name");
        }
    }

    /** Throws {@link IllegalArgumentException} for what is not such a key. */
    public static VerifierKey parse(String text) {
        var parts = text.strip().split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("Not a key: it has to be name+id+key");
        }
        byte[] bytes = Base64.getDecoder().decode(parts[2]);
        if (bytes.length != LENGTH + 1 || bytes[0] != ED25519) {
            throw new IllegalArgumentException("Not an Ed25519 key");
        }
        var key = new VerifierKey(parts[0], Arrays.copyOfRange(bytes, 1, bytes.length));
        if (!parts[1].equals(HexFormat.of().formatHex(key.id()))) {
            throw new IllegalArgumentException("The key's id does not fit the key");
        }
        return key;
    }

    /** As others take it in: {@code name+id+key}. */
    public String text() {
        return name + "+" + HexFormat.of().formatHex(id()) + "+" + encoded(publicKey);
    }

    static String encoded(byte[] key) {
        byte[] bytes = new byte[key.length + 1];
        bytes[0] = ED25519;
        System.arraycopy(key, 0, bytes, 1, key.length);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Four bytes that tell keys apart which share a name. */
    byte[] id() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(ED25519);
            return Arrays.copyOf(digest.digest(publicKey), 4);
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** The checkpoint in the note; throws {@link IllegalArgumentException} if it is not ours. */
    public Checkpoint open(SignedNote note) {
        if (note.signatures().stream().noneMatch(signature -> holds(note, signature))) {
            throw new IllegalArgumentException("No signature of " + name + " holds");
        }
        var checkpoint = Checkpoint.parse(note.text());
        if (!checkpoint.origin().equals(name)) {
            throw new IllegalArgumentException(
                    "The checkpoint is of the log " + checkpoint.origin() + ", not of " + name);
        }
        return checkpoint;
    }

    private boolean holds(SignedNote note, SignedNote.Signature signature) {
        if (!signature.name().equals(name) || !Arrays.equals(signature.keyId(), id())) {
            return false;
        }
        try {
            byte[] encoded = Arrays.copyOf(HEADER, HEADER.length + LENGTH);
            System.arraycopy(publicKey, 0, encoded, HEADER.length, LENGTH);
            var ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(new X509EncodedKeySpec(encoded)));
            ed25519.update(note.text().getBytes(StandardCharsets.UTF_8));
            return ed25519.verify(signature.bytes());
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }
}
