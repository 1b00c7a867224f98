package io.truebook.projection.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key a log signs its checkpoints with. Whoever has it can sign another history.
 *
 * <p>Kept as two lines, the private key and the public one, in the text forms of C2SP signed-note.
 */
public final class SignerKey {

    /** What stands before the 32 bytes where a key says what it is (RFC 8410). */
    private static final byte[] HEADER =
            HexFormat.of().parseHex("302e020100300506032b657004220420");

    private static final String PRIVATE = "PRIVATE+KEY+";
    private static final int LENGTH = 32;

    private final VerifierKey verifier;
    private final byte[] seed;

    private SignerKey(VerifierKey verifier, byte[] seed) {
        this.verifier = verifier;
        this.seed = seed;
    }

    /** A new key's file; without a name it is named after itself, so that no two share one. */
    public static String describe(KeyPair ed25519, @Nullable String name) {
        byte[] publicKey = tail(ed25519.getPublic().getEncoded());
        byte[] seed = tail(ed25519.getPrivate().getEncoded());
        var key = new VerifierKey(name == null ? nameOf(publicKey) : name, publicKey);
        return "%s%s+%s+%s%n%s%n"
                .formatted(
                        PRIVATE,
                        key.name(),
                        HexFormat.of().formatHex(key.id()),
                        VerifierKey.encoded(seed),
                        key.text());
    }

    private static String nameOf(byte[] publicKey) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(publicKey);
            return "truebook/" + HexFormat.of().formatHex(hash, 0, 8);
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    private static byte[] tail(byte[] encoded) {
        return Arrays.copyOfRange(encoded, encoded.length - LENGTH, encoded.length);
    }

    /** Throws {@link IllegalArgumentException} for what is not such a file. */
    public static SignerKey parse(String file) {
        var lines = file.strip().split("\\s+");
        if (lines.length != 2 || !lines[0].startsWith(PRIVATE)) {
            throw new IllegalArgumentException("Not a private key and its public key");
        }
        var verifier = VerifierKey.parse(lines[1]);
        var parts = lines[0].substring(PRIVATE.length()).split("\\+", 3);
        byte[] bytes = Base64.getDecoder().decode(parts[parts.length - 1]);
        if (bytes.length != LENGTH + 1 || bytes[0] != VerifierKey.ED25519) {
            throw new IllegalArgumentException("Not an Ed25519 key");
        }
        var key = new SignerKey(verifier, Arrays.copyOfRange(bytes, 1, bytes.length));
        var sample = new Checkpoint(verifier.name(), 0, new TreeHasher().empty());
        verifier.open(key.sign(sample)); // Otherwise nobody could check what it signs.
        return key;
    }

    /** What others check with. */
    public VerifierKey verifier() {
        return verifier;
    }

    public SignedNote sign(long size, byte[] root) {
        return sign(new Checkpoint(verifier.name(), size, root));
    }

    private SignedNote sign(Checkpoint checkpoint) {
        try {
            var ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(privateKey());
            ed25519.update(checkpoint.text().getBytes(StandardCharsets.UTF_8));
            var signature =
                    new SignedNote.Signature(verifier.name(), verifier.id(), ed25519.sign());
            return new SignedNote(checkpoint.text(), List.of(signature));
        } catch (GeneralSecurityException unusable) {
            throw new IllegalArgumentException("The private key cannot sign", unusable);
        }
    }

    private PrivateKey privateKey() throws GeneralSecurityException {
        byte[] encoded = Arrays.copyOf(HEADER, HEADER.length + LENGTH);
        System.arraycopy(seed, 0, encoded, HEADER.length, LENGTH);
        return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }
}
