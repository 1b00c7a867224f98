package io.truebook.api.operations;

import io.truebook.projection.seal.SignerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file with the key that checkpoints are signed with; only its owner may read it. */
final class CheckpointKey {

    private CheckpointKey() {}

    /** The key in the file, which is made when there is none. */
    static SignerKey readOrMake(Path file, @Nullable String name) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new StartRefused("There is no folder for " + file + ".", "Name another file.");
        }
        var content =
                PrivateFile.readOrWrite(
                        folder,
                        String.valueOf(file.getFileName()),
                        () -> SignerKey.describe(newPair(), name));
        return parse(file, content);
    }

    /** The key in the file, if there is one. */
    static Optional<SignerKey> read(Path file) throws IOException {
        return Files.exists(file)
                ? Optional.of(parse(file, Files.readString(file)))
                : Optional.empty();
    }

    private static SignerKey parse(Path file, String content) {
        try {
            return SignerKey.parse(content);
        } catch (IllegalArgumentException broken) {
            throw new StartRefused(
                    "The key in " + file + " cannot be used: " + broken.getMessage() + ".",
                    "Bring the file back, or move it away to have a new key made.");
        }
    }

    private static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
