package io.truebook.api.simulator;

import org.jspecify.annotations.Nullable;

/**
 * One request as the handlers see it; {@code id} is the part of the path that names the object, or
 * empty.
 */
record StripeRequest(
        String method,
        String path,
        String id,
        Form form,
        String requestId,
        @Nullable String idempotencyKey) {

    StripeRequest about(String objectId) {
        return new StripeRequest(method, path, objectId, form, requestId, idempotencyKey);
    }
}
