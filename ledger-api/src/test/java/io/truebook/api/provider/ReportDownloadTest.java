package io.truebook.api.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ReportDownloadTest {

    @TempDir private Path folder;

    @Test
    @Timeout(30)
    void a_body_that_stalls_is_given_up() throws Exception {
        var never = new CountDownLatch(1);
        try (var server =
                new Server(exchange -> {
                    exchange.sendResponseHeaders(200, 1_000);
                    exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                    never.await();
                })) {
            assertThatExceptionOfType(HttpTimeoutException.class)
                    .isThrownBy(() ->
                            ReportDownload.into(
                                    folder.resolve("f.csv"),
                                    HttpRequest.newBuilder(server.address()),
                                    Duration.ofMillis(100)));
        } finally {
            never.countDown();
        }
    }

    @Test
    void a_file_takes_the_place_of_a_longer_one() throws Exception {
        var file = folder.resolve("f.csv");
        Files.writeString(file, "something longer");
        try (var server =
                new Server(exchange -> {
                    exchange.sendResponseHeaders(200, 4);
                    exchange.getResponseBody().write("rows".getBytes(StandardCharsets.UTF_8));
                })) {
            int status =
                    ReportDownload.into(
                            file, HttpRequest.newBuilder(server.address()), Duration.ofSeconds(5));

            assertThat(status).isEqualTo(200);
        }
        assertThat(file).hasContent("rows");
    }

    private interface Answering {
        void to(HttpExchange exchange) throws Exception;
    }

    private static final class Server implements AutoCloseable {

        private final HttpServer http;

        Server(Answering answering) throws IOException {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            http.createContext(
                    "/",
                    exchange -> {
                        try (exchange) {
                            answering.to(exchange);
                        } catch (Exception e) {
                            throw new IOException(e);
                        }
                    });
            http.start();
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/f.csv");
        }

        @Override
        public void close() {
            http.stop(0);
        }
    }
}
