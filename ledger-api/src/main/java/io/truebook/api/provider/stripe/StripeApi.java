package io.truebook.api.provider.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.net.ApiResource.RequestMethod;
import com.stripe.net.RawRequestOptions;
import com.stripe.net.StripeResponse;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Stripe's HTTP API through Stripe's library, as raw JSON.
 *
 * <p>All options belong to this client, none to the library's static state. The library's typed
 * objects are not used: they fail on fields and versions they do not know.
 */
final class StripeApi {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final StripeClient client;

    StripeApi(String apiKey, URI base, Duration connectTimeout, Duration readTimeout) {
        this.client =
                StripeClient.builder()
                        .setApiKey(apiKey)
                        .setApiBase(base.toString().replaceAll("/+$", ""))
                        .setMaxNetworkRetries(0)
                        .setHttpClient(new StripeWire(connectTimeout, readTimeout))
                        .build();
    }

    /** The form body goes out byte for byte as given, under this key. */
    StripeReply post(String path, String form, String idempotencyKey) {
        var options = RawRequestOptions.builder().setIdempotencyKey(idempotencyKey).build();
        return exchange(RequestMethod.POST, path, form, options);
    }

    StripeReply get(String pathAndQuery) {
        return exchange(RequestMethod.GET, pathAndQuery, null, RawRequestOptions.builder().build());
    }

    private StripeReply exchange(
            RequestMethod method, String path, @Nullable String form, RawRequestOptions options) {
        try {
            return answered(client.rawRequest(method, path, form, options));
        } catch (StripeWire.Broken broken) {
            var detail = String.valueOf(broken.getMessage());
            return broken.sent()
                    ? new StripeReply.NoAnswer(detail)
                    : new StripeReply.NeverSent(detail);
        } catch (StripeException refused) {
            return answered(refused);
        }
    }

    private static StripeReply answered(StripeResponse response) {
        return new StripeReply.Answered(
                response.code(),
                json(response.body()),
                replayed(response),
                StripeReply.Advice.NONE);
    }

    /** The library throws for every status but 2xx; the answer it met is in the exception. */
    private static StripeReply answered(StripeException refused) {
        int status = refused.getStatusCode() == null ? 0 : refused.getStatusCode();
        var error = refused.getStripeError();
        var response = error == null ? null : error.getLastResponse();
        return status == 0
                ? new StripeReply.NoAnswer(refused.getClass().getSimpleName())
                : new StripeReply.Answered(
                        status,
                        response == null ? MissingNode.getInstance() : json(response.body()),
                        response != null && replayed(response),
                        response == null ? StripeReply.Advice.NONE : advice(response));
    }

    private static boolean replayed(StripeResponse response) {
        return response.headers()
                .firstValue("Idempotent-Replayed")
                .filter("true"::equals)
                .isPresent();
    }

    private static StripeReply.Advice advice(StripeResponse response) {
        var headers = response.headers();
        return StripeReply.Advice.of(
                headers.firstValue("Retry-After").orElse(null),
                headers.firstValue("Stripe-Should-Retry").orElse(null));
    }

    private static JsonNode json(@Nullable String body) {
        try {
            return body == null || body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JacksonException garbage) {
            return MissingNode.getInstance();
        }
    }
}
