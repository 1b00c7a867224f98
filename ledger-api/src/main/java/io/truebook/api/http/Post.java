package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.RequestFields;
import io.truebook.projection.store.TransactionKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * One request that may change something, as it arrived: who, under which transaction id, and the
 * bytes of its body.
 *
 * @param query in canonical form
 * @param mediaType of the body; null when the client names none
 */
@SuppressWarnings("ArrayRecordComponent") // Read once, never compared.
public record Post(
        Caller caller,
        String transactionId,
        Preference preference,
        String method,
        String path,
        String query,
        @Nullable String mediaType,
        byte[] body,
        RequestHashes hashes) {

    /** The body as a JSON object whose text holds no card number. */
    public BodyReader json() {
        requireJson();
        var object = JsonObject.parse(body);
        JsonObject.eachText(object, text -> CardNumbers.refuseIn(text, "the body"));
        return new BodyReader(object);
    }

    /** The same, where no body at all means an empty object. */
    public BodyReader jsonOrNothing() {
        return body.length == 0 ? new BodyReader(new JsonObject.Value.Fields(Map.of())) : json();
    }

    /** JSON is UTF-8; a client that says otherwise would be misread. */
    private void requireJson() {
        try {
            var type = MediaType.parseMediaType(mediaType == null ? "" : mediaType);
            var charset = type.getCharset();
            if (type.isCompatibleWith(MediaType.APPLICATION_JSON)
                    && (charset == null || charset.equals(StandardCharsets.UTF_8))) {
                return;
            }
        } catch (IllegalArgumentException _) {
            // No media type at all: refused below.
        }
        throw new CommandRejected(
                Rejection.MEDIA_TYPE_UNSUPPORTED, "Send application/json in UTF-8");
    }

    /**
     * What this request means.
     *
     * @param canonicalBody by field, defaults applied
     */
    public CommandContext context(String commandName, Map<String, String> canonicalBody) {
        RequestFields fields = hashes.of(method, path, query, canonicalBody);
        var key = TransactionKey.ofClient(caller.tenant(), transactionId);
        return new CommandContext(key, caller.principal(), commandName, fields);
    }
}
