package io.truebook.api.provider.stripe;

import io.truebook.api.provider.PeriodReports;
import io.truebook.api.provider.ReportDownload;
import io.truebook.api.provider.SettlementDialect;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Stripe's report runs: asked for as far as its books are made up, waited for, downloaded.
 *
 * <p>The API key goes with the download to the API's own host only. Source: Stripe API, report runs
 * and report types (read 2026-11).
 */
public final class StripeReports implements PeriodReports {

    private static final String TYPES = "/v1/reporting/report_types/";
    private static final String RUNS = "/v1/reporting/report_runs";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final String connection;
    private final String apiKey;
    private final URI apiBase;
    private final Duration deadline;
    private final Clock clock;
    private final StripeApi api;

    public StripeReports(
            String connection,
            String apiKey,
            URI apiBase,
            Duration connectTimeout,
            Duration readTimeout,
            Clock clock) {
        this.connection = connection;
        this.apiKey = apiKey;
        this.apiBase = apiBase;
        this.deadline = connectTimeout.plus(readTimeout);
        this.clock = clock;
        this.api = new StripeApi(apiKey, apiBase, connectTimeout, readTimeout);
    }

    @Override
    public String connection() {
        return connection;
    }

    @Override
    public boolean isCallable() {
        return !apiKey.isEmpty();
    }

    @Override
    public SettlementDialect dialect() {
        return new StripeSettlement();
    }

    @Override
    public List<String> reports() {
        return Arrays.stream(StripeReport.values()).map(StripeReport::code).toList();
    }

    @Override
    public Fetched fetch(
            String report, Instant from, Instant to, String idempotencyKey, Path file) {
        var type = StripeReport.of(report);
        var answer = api.get(TYPES + type.type());
        if (!(answer instanceof StripeReply.Answered told && told.isSuccess())) {
            return notHad(answer);
        }
        // Its books are made up hours later, and not each day at the same time.
        var known = Fields.time(told.body(), "data_available_end", Instant.EPOCH);
        var end = to.isBefore(known) ? to : known;
        // Of a day that is over all comes in the end; of one that is not, what there is.
        boolean isOver = to.isBefore(clock.instant());
        return (isOver && end.isBefore(to)) || !from.isBefore(end)
                ? new Fetched.NotYet("The provider's data reach to " + known + " so far")
                : run(type, from, end, idempotencyKey, file);
    }

    private Fetched run(
            StripeReport report, Instant from, Instant end, String idempotencyKey, Path file) {
        var form =
                new StringBuilder("report_type=" + report.type())
                        .append("&parameters[interval_start]=" + from.getEpochSecond())
                        .append("&parameters[interval_end]=" + end.getEpochSecond());
        report.columns()
                .forEach(column ->
                        form.append("&parameters[columns][]=")
                                .append(StripeRequests.encode(column)));
        var key = idempotencyKey + "-" + report.code() + "-" + end.getEpochSecond();
        var answer = api.post(RUNS, form.toString(), key);
        return answer instanceof StripeReply.Answered made && made.isSuccess()
                ? await(made.body(), end, file)
                : notHad(answer);
    }

    private static Fetched notHad(StripeReply answer) {
        return switch (answer) {
            case StripeReply.Answered a when isFinal(a) ->
                    new Fetched.Refused(
                            "Report refused: " + Fields.textOrNull(a.error(), "message"));
            case StripeReply.Answered a -> new Fetched.NotYet("Status " + a.status());
            case StripeReply.NeverSent(var detail) -> new Fetched.NotYet(detail);
            case StripeReply.NoAnswer(var detail) -> new Fetched.NotYet(detail);
        };
    }

    private Fetched await(JsonNode first, Instant coversTo, Path file) {
        var run = first;
        var id = Fields.text(first, "id");
        var pause = Duration.ofMillis(50);
        var giveUp = clock.instant().plus(PATIENCE);
        while (true) {
            switch (run.path("status").asString("")) {
                case "succeeded" -> {
                    return download(Fields.textOrNull(run.path("result"), "url"), coversTo, file);
                }
                case "failed" -> {
                    return new Fetched.Refused("Report failed: " + Fields.textOrNull(run, "error"));
                }
                default -> {
                    if (clock.instant().isAfter(giveUp) || Thread.currentThread().isInterrupted()) {
                        return new Fetched.NotYet("Report " + id + " is not ready");
                    }
                    LockSupport.parkNanos(pause.toNanos());
                    pause = pause.multipliedBy(2);
                    if (pause.compareTo(LONGEST_PAUSE) > 0) {
                        pause = LONGEST_PAUSE;
                    }
                }
            }
            var answer = api.get(RUNS + "/" + StripeRequests.encode(id));
            if (answer instanceof StripeReply.Answered answered && answered.isSuccess()) {
                run = answered.body();
            }
        }
    }

    private Fetched download(@Nullable String url, Instant coversTo, Path file) {
        if (url == null || !mayHaveKey(URI.create(url))) {
            return new Fetched.Refused("The file is not at the provider's own address");
        }
        var request =
                HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + apiKey);
        try {
            int status = ReportDownload.into(file, request, deadline);
            return status == 200
                    ? new Fetched.Downloaded(coversTo)
                    : new Fetched.NotYet("Download answered " + status);
        } catch (IOException broken) {
            return new Fetched.NotYet("Download broke off: " + broken.getClass().getSimpleName());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new Fetched.NotYet("Stopped while downloading");
        }
    }

    /** Too many requests, the same request still being worked on, and too early an end pass. */
    private static boolean isFinal(StripeReply.Answered answer) {
        int status = answer.status();
        var parameter = Fields.textOrNull(answer.error(), "param");
        return status >= 400
                && status < 500
                && status != 409
                && status != 429
                && !"parameters[interval_end]".equals(parameter);
    }

    /** The same server, or another host of the same provider over TLS. */
    private boolean mayHaveKey(URI url) {
        if (url.getHost() == null) {
            return false;
        }
        boolean same =
                url.getScheme().equals(apiBase.getScheme())
                        && url.getHost().equals(apiBase.getHost())
                        && url.getPort() == apiBase.getPort();
        boolean sister =
                url.getScheme().equals("https")
                        && url.getHost().endsWith(".stripe.com")
                        && apiBase.getHost().endsWith(".stripe.com");
        return same || sister;
    }
}
