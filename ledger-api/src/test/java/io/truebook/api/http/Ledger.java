package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.TruebookApplication;
import io.truebook.api.security.ApiKeys;
import io.truebook.api.security.Caller;
import io.truebook.api.security.Role;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.PaymentProvider;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.RequestFields;
import io.truebook.projection.store.TransactionKey;
import io.truebook.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole application on a database of its own, asked over HTTP; started once per JVM.
 *
 * <p>Its provider never answers by itself: {@link #report} says what it would have said.
 */
final class Ledger implements AutoCloseable {

    /** An answer, byte by byte. */
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(int status, java.net.http.HttpHeaders headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return JSON.readTree(body);
        }

        String at(String field) {
            return json().path(field).asString();
        }

        long number(String field) {
            return json().path(field).asLong();
        }

        boolean isReplay() {
            return headers.firstValue("Idempotent-Replayed").orElse("").equals("true");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Provider {
        @Bean
        PaymentProvider quietProvider() {
            return new QuietProvider("stripe");
        }
    }

    static final String WEBHOOK_SECRET = "whsec_of_the_http_tests";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
    private static final Ledger RUNNING = startedForAll();

    private final List<String> settings;
    final TestDatabase database;
    final Path data = temporary();
    private final ConfigurableApplicationContext context;
    final int port;
    final String operatorKey;

    /** One with settings of its own, for the tests that need them; to be closed. */
    Ledger(TestDatabase database, String... settings) {
        this.database = database;
        this.settings = List.of(settings);
        this.context = start();
        this.port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
        var key = data.resolve("operator.key");
        // A second node of the same database is given keys by the first one.
        this.operatorKey = Files.exists(key) ? read(key) : newKey("default", Role.OPERATOR);
    }

    @Override
    public void close() {
        context.close();
    }

    static Ledger running() {
        return RUNNING;
    }

    private static Ledger startedForAll() {
        var database = TestDatabase.fresh();
        var ledger = new Ledger(database);
        database.beforeServerStops(ledger::close);
        return ledger;
    }

    private ConfigurableApplicationContext start() {
        System.setProperty("disable-axoniq-console-message", "true");
        return new SpringApplicationBuilder(TruebookApplication.class, Provider.class)
                .run(arguments());
    }

    private String[] arguments() {
        var all =
                new ArrayList<>(
                        List.of(
                                "--server.port=0",
                                "--spring.datasource.url=" + database.url(),
                                "--spring.datasource.username=" + TestDatabase.ROLE,
                                "--spring.datasource.password=" + TestDatabase.PASSWORD,
                                "--spring.flyway.user=" + TestDatabase.OWNER,
                                "--spring.flyway.password=" + TestDatabase.PASSWORD,
                                "--truebook.simulator.enabled=false",
                                "--truebook.providers.stripe.webhook-secrets=" + WEBHOOK_SECRET,
                                "--truebook.dead-letters.poll-interval=100ms",
                                "--truebook.dead-letters.retries=300ms,1h",
                                "--truebook.data-directory=" + data));
        all.addAll(settings);
        return all.toArray(String[]::new);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    String newKey(String tenant, Role role) {
        return bean(ApiKeys.class).create(new Caller(tenant, "tester", role));
    }

    /** Unlike any other, and without the digits that may by chance be a card number. */
    static String letters() {
        return UUID.randomUUID().toString().replaceAll("[0-9]", "g");
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(60));
    }

    HttpRequest.Builder signed(String path) {
        return request(path).header("Authorization", "Bearer " + operatorKey);
    }

    Answer get(String path) {
        return send(signed(path).GET());
    }

    /** Posts JSON under a transaction id; further headers come in pairs. */
    Answer post(String transactionId, String path, String json, String... headers) {
        var request =
                signed(path)
                        .header("Idempotency-Key", transactionId)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    CompletableFuture<Answer> postLater(
            String transactionId, String path, String json, String... headers) {
        return CompletableFuture.supplyAsync(
                () -> post(transactionId, path, json, headers),
                Executors.newVirtualThreadPerTaskExecutor());
    }

    /** As a client repeats what others keep from being answered: where 503 or 409 say so. */
    CompletableFuture<Answer> postUntilTaken(
            String transactionId, String path, String json, String... headers) {
        return postLater(transactionId, path, json, headers)
                .thenCompose(answer ->
                        answer.status() == 503
                                        || answer.at("code").equals("transaction_in_progress")
                                ? postUntilTaken(transactionId, path, json, headers)
                                : CompletableFuture.completedFuture(answer));
    }

    static Answer send(HttpRequest.Builder request) {
        try {
            var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the provider has to say, as the dispatcher would record it. */
    void report(String paymentId, String operationId, Outcome outcome) {
        var key = new TransactionKey("default", "sys:test", UUID.randomUUID().toString());
        var context = new CommandContext(key, "test", "record-outcome", RequestFields.NONE);
        var command =
                new RecordOutcome(
                        paymentId,
                        operationId,
                        outcome,
                        "response",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).plusNanos(123_456_789));
        try {
            bean(CommandGateway.class)
                    .send(new GenericCommandMessage<>(command, MetaData.from(context.metaData())))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that was ever written, to see that nothing was. */
    long eventsAndTransactions() {
        try (var connection = database.ownerDataSource().getConnection();
                var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "select (select count(*) from journal_event)"
                                        + " + (select count(*) from transaction_register)")) {
            row.next();
            return row.getLong(1);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As if the process had died before it could register the answer to a transaction. */
    void forget(String transactionId) {
        try (var connection = database.ownerDataSource().getConnection();
                var statement =
                        connection.prepareStatement(
                                "delete from transaction_register where transaction_id = ?")) {
            statement.setString(1, transactionId);
            assertThat(statement.executeUpdate()).isOne();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("truebook-http");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
