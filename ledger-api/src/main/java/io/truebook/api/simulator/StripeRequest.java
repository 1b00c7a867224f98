package io.truebook.api.simulator;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One request as the handlers see it.
 *
 * @param id the part of the path that names the object, or empty
 * @param base where the caller reached us: links in the answer lead to the same place
 */
record StripeRequest(
        String method,
        String path,
        String id,
        URI base,
        Form form,
        String requestId,
        @Nullable String idempotencyKey) {

    StripeRequest about(String objectId) {
        return new StripeRequest(method, path, objectId, base, form, requestId, idempotencyKey);
    }
}
