package io.truebook.api.provider;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/** Requests that leave at most once each, with a hard deadline: the wire of every provider. */
public final class SingleExchange {

    /** No answer came. {@code sent}: whether the provider may have got the request. */
    public static final class NoReply extends IOException {
        private static final long serialVersionUID = 1L;
        private final boolean sent;

        NoReply(String message, boolean sent, Throwable cause) {
            super(message, cause);
            this.sent = sent;
        }

        public boolean sent() {
            return sent;
        }
    }

    private final HttpClient client;
    private final Duration deadline;

    /** The deadline of one exchange is the sum of both, however slowly bytes trickle in. */
    public SingleExchange(Duration connectTimeout, Duration readTimeout) {
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(connectTimeout)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
        this.deadline = connectTimeout.plus(readTimeout);
    }

    /** Whatever was answered, errors and redirects included. */
    public HttpResponse<byte[]> of(HttpRequest request) throws NoReply {
        var exchange = client.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return exchange.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            abandon(exchange);
            throw new NoReply("No answer within " + deadline.toMillis() + " ms", true, late);
        } catch (InterruptedException stop) {
            abandon(exchange);
            Thread.currentThread().interrupt();
            throw new NoReply("Interrupted while waiting for the answer", true, stop);
        } catch (ExecutionException failed) {
            var cause = failed.getCause() == null ? failed : failed.getCause();
            throw new NoReply(describe(cause), mayHaveLeft(cause), cause);
        }
    }

    private static void abandon(CompletableFuture<?> exchange) {
        // Closes the connection; what the provider makes of the request is not known.
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
}
