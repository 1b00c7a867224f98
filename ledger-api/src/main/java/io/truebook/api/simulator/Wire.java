package io.truebook.api.simulator;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.Nullable;

/** How one provider's API is spoken over HTTP: its keys, its parameters, and its refusals. */
interface Wire {
    /** Whether a request with this path is meant for this provider. */
    boolean serves(String path);

    /** The request, or the provider's refusal of whoever sends it or of how it is written. */
    ApiRequest read(HttpExchange exchange, byte[] body, String requestId);

    /** What every answer carries beside its body. */
    void write(Headers headers, String requestId, ProviderApi.@Nullable Answered answered);

    /**
     * The provider's own trouble: a fault that was switched on, or the simulator breaking.
     *
     * @param executed whether it happened all the same, or may: then nothing says that it did not
     */
    Refusal trouble(int status, @Nullable String code, String message, boolean executed);

    Refusal unknownUrl(String method, String path);

    Refusal tooLarge();

    Refusal malformed(String message);

    /** Another request has the idempotency key now. */
    Refusal keyInUse();

    /** The idempotency key was used for another request. */
    Refusal keyReused();
}
