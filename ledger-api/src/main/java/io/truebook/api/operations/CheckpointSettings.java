package io.truebook.api.operations;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the journal's signed checkpoints go, and what they are signed with.
 *
 * @param directory unset: {@code checkpoints} in the data directory; better where whoever can write
 *     the database cannot
 * @param keyFile unset: {@code checkpoint.key} in the data directory, made at the first start;
 *     several nodes of one ledger share one
 * @param name of a key that is made; unset: the key is named after itself
 * @param interval how often a journal that has grown is signed
 */
@Validated
@ConfigurationProperties("truebook.checkpoints")
public record CheckpointSettings(
        @Nullable Path directory,
        @Nullable Path keyFile,
        @Nullable String name,
        @NotNull @DefaultValue("1m") Duration interval) {

    Path directoryIn(Path data) {
        return directory == null ? data.resolve("checkpoints") : directory.toAbsolutePath();
    }

    Path keyFileIn(Path data) {
        return keyFile == null ? data.resolve("checkpoint.key") : keyFile.toAbsolutePath();
    }
}
