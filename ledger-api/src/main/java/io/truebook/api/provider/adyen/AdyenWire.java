package io.truebook.api.provider.adyen;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.adyen.Client;
import com.adyen.Config;
import com.adyen.constants.ApiConstants;
import com.adyen.httpclient.ClientInterface;
import com.adyen.httpclient.HTTPClientException;
import com.adyen.model.RequestOptions;
import io.truebook.api.provider.SingleExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wire under Adyen's library: each request leaves at most once and has a hard deadline.
 *
 * <p>The library's own transport sends a POST again after 503 and 429, with or without a key, and
 * bounds only the wait for the next byte. Nothing is retried here, and nothing is sent without an
 * idempotency key.
 */
final class AdyenWire implements ClientInterface {

    private final SingleExchange exchange;

    AdyenWire(Duration connectTimeout, Duration readTimeout) {
        this.exchange = new SingleExchange(connectTimeout, readTimeout);
    }

    @Override
    public String request(
            String endpoint,
            String requestBody,
            Config config,
            boolean isApiKeyRequired,
            @Nullable RequestOptions requestOptions,
            ApiConstants.HttpMethod httpMethod,
            @Nullable Map<String, String> params)
            throws IOException, HTTPClientException {
        var key = requestOptions == null ? null : requestOptions.getIdempotencyKey();
        if (key == null || httpMethod != ApiConstants.HttpMethod.POST) {
            throw new IllegalStateException("Only a POST under a key of ours is ever sent");
        }
        var response = exchange.of(request(endpoint, requestBody, config.getApiKey(), key));
        var body = new String(response.body(), UTF_8);
        if (response.statusCode() < 200 || response.statusCode() >= 300) {
            throw new HTTPClientException(
                    response.statusCode(), "HTTP error", response.headers().map(), body);
        }
        return body;
    }

    private static HttpRequest request(String endpoint, String body, String apiKey, String key) {
        return HttpRequest.newBuilder(URI.create(endpoint))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .header("User-Agent", Client.LIB_NAME + "/" + Client.LIB_VERSION)
                .header(ApiConstants.RequestProperty.ADYEN_LIBRARY_NAME, Client.LIB_NAME)
                .header(ApiConstants.RequestProperty.ADYEN_LIBRARY_VERSION, Client.LIB_VERSION)
                .header(ApiConstants.RequestProperty.API_KEY, apiKey)
                .header(ApiConstants.RequestProperty.IDEMPOTENCY_KEY, key)
                .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8))
                .build();
    }

    @Override
    public String request(String endpoint, String requestBody, Config config)
            throws IOException, HTTPClientException {
        return request(endpoint, requestBody, config, true, null);
    }

    @Override
    public String request(
            String endpoint, String requestBody, Config config, boolean isApiKeyRequired)
            throws IOException, HTTPClientException {
        return request(endpoint, requestBody, config, isApiKeyRequired, null);
    }

    @Override
    public String request(
            String endpoint,
            String requestBody,
            Config config,
            boolean isApiKeyRequired,
            @Nullable RequestOptions requestOptions)
            throws IOException, HTTPClientException {
        return request(
                endpoint,
                requestBody,
                config,
                isApiKeyRequired,
                requestOptions,
                ApiConstants.HttpMethod.POST);
    }

    @Override
    public String request(
            String endpoint,
            String requestBody,
            Config config,
            boolean isApiKeyRequired,
            @Nullable RequestOptions requestOptions,
            ApiConstants.HttpMethod httpMethod)
            throws IOException, HTTPClientException {
        return request(
                endpoint, requestBody, config, isApiKeyRequired, requestOptions, httpMethod, null);
    }
}
