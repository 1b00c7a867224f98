package io.truebook.api.provider.adyen;

import com.adyen.ApiKeyAuthenticatedService;
import com.adyen.Client;
import com.adyen.Config;
import com.adyen.constants.ApiConstants;
import com.adyen.enums.Environment;
import com.adyen.model.RequestOptions;
import com.adyen.service.exception.ApiException;
import com.adyen.service.resource.Resource;
import io.truebook.api.provider.SingleExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Adyen's Checkout API through Adyen's library, as raw JSON.
 *
 * <p>A request was written with the library's models when it was frozen and goes out byte for byte;
 * answers are read without them, for they fail on values they do not know.
 */
final class AdyenApi extends ApiKeyAuthenticatedService {

    /** The version the requests are written for; it is part of every path. */
    static final String VERSION = "/v71";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TRANSIENT = "transient-error";

    private final String base;

    AdyenApi(String apiKey, URI base, Duration connectTimeout, Duration readTimeout) {
        super(client(apiKey, new AdyenWire(connectTimeout, readTimeout)));
        this.base = base.toString().replaceAll("/+$", "") + VERSION;
    }

    private static Client client(String apiKey, AdyenWire wire) {
        var config = new Config();
        config.setApiKey(apiKey);
        // Only chooses addresses, and ours is given.
        config.setEnvironment(Environment.TEST);
        var client = new Client(config);
        client.setHttpClient(wire);
        return client;
    }

    AdyenReply post(String path, String json, String idempotencyKey) {
        var options = new RequestOptions().idempotencyKey(idempotencyKey);
        try {
            var body =
                    new Resource(this, base + path, null)
                            .request(json, options, ApiConstants.HttpMethod.POST, null);
            return new AdyenReply.Answered(200, json(body), false);
        } catch (ApiException refused) {
            return new AdyenReply.Answered(
                    refused.getStatusCode(),
                    json(refused.getResponseBody()),
                    isTransient(refused.getResponseHeaders()));
        } catch (SingleExchange.NoReply broken) {
            var detail = String.valueOf(broken.getMessage());
            return broken.sent()
                    ? new AdyenReply.NoAnswer(detail)
                    : new AdyenReply.NeverSent(detail);
        } catch (IOException other) {
            return new AdyenReply.NoAnswer(other.toString());
        }
    }

    private static boolean isTransient(@Nullable Map<String, List<String>> headers) {
        return headers != null
                && headers.entrySet().stream()
                        .filter(header -> TRANSIENT.equalsIgnoreCase(header.getKey()))
                        .flatMap(header -> header.getValue().stream())
                        .anyMatch("true"::equalsIgnoreCase);
    }

    private static JsonNode json(@Nullable String body) {
        try {
            return body == null || body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JacksonException garbage) {
            return MissingNode.getInstance();
        }
    }
}
