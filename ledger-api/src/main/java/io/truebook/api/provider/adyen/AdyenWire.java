package io.truebook.api.provider.adyen;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.adyen.Client;
import com.adyen.Config;
import com.adyen.constants.ApiConstants;
import com.adyen.httpclient.ClientInterface;
import com.adyen.httpclient.HTTPClientException;
import com.adyen.model.RequestOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * The wire under Adyen's library: each request leaves at most once and has a hard deadline.
 *
 * <p>The library's own transport sends a POST again after 503 and 429, with or without a key, and
 * bounds only the wait for the next byte. Nothing is retried here, and nothing is sent without an
 * idempotency key.
 */
final class AdyenWire implements ClientInterface {

    /** No answer came. {@code sent}: whether Adyen may have got the request. */
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;
        private final boolean sent;

        Broken(String message, boolean sent, Throwable cause) {
            super(message, cause);
            this.sent = sent;
        }

        boolean sent() {
            return sent;
        }
    }

    private final HttpClient client;
    private final Duration deadline;

    /** The deadline of one exchange is the sum of both, however slowly bytes trickle in. */
    AdyenWire(Duration connectTimeout, Duration readTimeout) {
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(connectTimeout)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
        this.deadline = connectTimeout.plus(readTimeout);
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
        var response = exchange(request(endpoint, requestBody, config.getApiKey(), key));
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

    private HttpResponse<byte[]> exchange(HttpRequest request) throws Broken {
        var exchange = client.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return exchange.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            abandon(exchange);
            throw new Broken("No answer within " + deadline.toMillis() + " ms", true, late);
        } catch (InterruptedException stop) {
            abandon(exchange);
            Thread.currentThread().interrupt();
            throw new Broken("Interrupted while waiting for the answer", true, stop);
        } catch (ExecutionException failed) {
            var cause = failed.getCause() == null ? failed : failed.getCause();
            throw new Broken(describe(cause), mayHaveLeft(cause), cause);
        }
    }

    private static void abandon(CompletableFuture<?> exchange) {
        // Closes the connection; what Adyen makes of the request is not known.
        exchange.cancel(true);
    }

    private static boolean mayHaveLeft(Throwable cause) {
        return !(cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLHandshakeException);
    }

    private static String describe(Throwable cause) {
        var kind =
                cause instanceof IOException ? cause.getClass().getSimpleName() : cause.toString();
        return cause.getMessage() == null ? kind : kind + ": " + cause.getMessage();
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
