package io.truebook.projection.reconciliation;

import io.truebook.ledger.reconciliation.DerivedId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file before its rows are read.
 *
 * @param id the same for the same bytes, as long as nothing has taken their place
 * @param sha256 of its bytes, in hex
 * @param source {@code upload} or {@code report_run}
 * @param coversFrom the period that was asked for; null for an upload
 * @param coversTo the end of what the provider could know; null for an upload
 */
public record NewFile(
        String id,
        String tenant,
        String connection,
        String sha256,
        String source,
        @Nullable Instant coversFrom,
        @Nullable Instant coversTo,
        Instant importedAt) {

    /** As it comes the first time. */
    public NewFile(
            String tenant,
            String connection,
            String sha256,
            String source,
            @Nullable Instant coversFrom,
            @Nullable Instant coversTo,
            Instant importedAt) {
        this(
                DerivedId.of("stl_", tenant, connection, sha256),
                tenant,
                connection,
                sha256,
                source,
                coversFrom,
                coversTo,
                importedAt);
    }

    NewFile comingAfter(String other) {
        return withId(DerivedId.of("stl_", tenant, connection, sha256, other));
    }

    NewFile withId(String known) {
        return new NewFile(
                known, tenant, connection, sha256, source, coversFrom, coversTo, importedAt);
    }
}
