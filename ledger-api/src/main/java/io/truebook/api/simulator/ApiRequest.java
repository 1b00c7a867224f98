package io.truebook.api.simulator;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request as the handlers see it.
 *
 * @param path without the version of an API that is spoken in several
 * @param id the part of the path that names the object, or empty
 * @param base where the caller reached us: links in the answer lead to the same place
 * @param form the parameters, where they are sent as a form or in the query
 * @param json the parameters, where they are sent as JSON
 */
record ApiRequest(
        String method,
        String path,
        String id,
        URI base,
        Form form,
        ObjectNode json,
        String requestId,
        @Nullable String idempotencyKey) {

    ApiRequest about(String objectId) {
        return new ApiRequest(method, path, objectId, base, form, json, requestId, idempotencyKey);
    }
}
