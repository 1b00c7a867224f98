package io.truebook.api.operations;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where this installation keeps what is its own.
 *
 * @param dataDirectory the database, passwords and keys of a default start; relative to the folder
 *     it is started in
 * @param postgres used while {@code spring.datasource.url} is unset
 */
@Validated
@ConfigurationProperties("truebook")
public record LedgerSettings(
        @NotNull @DefaultValue("data") Path dataDirectory, @Valid @DefaultValue Postgres postgres) {

    /**
     * The embedded server.
     *
     * @param port 0: a free one, chosen at the first start and kept in the data directory
     * @param binariesDirectory where the server is unpacked, once; unset: inside the data directory
     */
    public record Postgres(
            @Min(0) @Max(65535) @DefaultValue("0") int port, @Nullable Path binariesDirectory) {}

    /** Absolute, so that a change of the working folder cannot split one ledger into two. */
    public Path data() {
        return dataDirectory.toAbsolutePath().normalize();
    }
}
