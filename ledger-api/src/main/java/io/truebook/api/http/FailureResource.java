package io.truebook.api.http;

import io.truebook.ledger.provider.Failure;
import org.jspecify.annotations.Nullable;

/** Why a provider did not do what it was asked, as clients see it. */
public record FailureResource(
        String code, @Nullable String providerCode, @Nullable String message) {

    static @Nullable FailureResource of(@Nullable Failure failure) {
        return failure == null
                ? null
                : new FailureResource(failure.code(), failure.providerCode(), failure.message());
    }
}
