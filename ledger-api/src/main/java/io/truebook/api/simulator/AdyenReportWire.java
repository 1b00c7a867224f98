package io.truebook.api.simulator;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where Adyen's reports are downloaded: the report user's name and password, any name here and the
 * API key as password. Source: Adyen "Download your reports automatically" (read 2026-11).
 */
final class AdyenReportWire implements AdyenRefusals {
    private final byte[] password;

    AdyenReportWire(String apiKey) {
        this.password = apiKey.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean serves(String path) {
        return path.startsWith(AdyenBatches.PATH);
    }

    @Override
    public ApiRequest read(HttpExchange exchange, byte[] body, String requestId) {
        if (!isLoggedIn(exchange.getRequestHeaders().getFirst("Authorization"))) {
            throw AdyenError.unauthorized();
        }
        String path = exchange.getRequestURI().getPath();
        return new ApiRequest(
                exchange.getRequestMethod(),
                // One part of the path, account and name; neither may have a colon.
                "/reports/" + path.substring(AdyenBatches.PATH.length()).replaceFirst("/", ":"),
                "",
                StripeWire.base(exchange),
                Form.parse(),
                Json.object(),
                requestId,
                null);
    }

    private boolean isLoggedIn(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith("Basic ")) {
            return false;
        }
        try {
            var login =
                    new String(
                            Base64.getDecoder().decode(authorization.substring("Basic ".length())),
                            StandardCharsets.UTF_8);
            var given = login.substring(login.indexOf(':') + 1);
            return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), password);
        } catch (IllegalArgumentException garbage) {
            return false;
        }
    }

    @Override
    public void write(Headers headers, String requestId, ProviderApi.@Nullable Answered answered) {}
}
