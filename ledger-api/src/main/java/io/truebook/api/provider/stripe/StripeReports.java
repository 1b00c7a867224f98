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
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Stripe's report runs: asked for, waited for, downloaded.
 *
 * <p>The API key goes with the download to the API's own host only. Source: Stripe API, report runs
 * (read 2026-11).
 */
public final class StripeReports implements PeriodReports {

    private static final String REPORT = "balance_change_from_activity.itemized.3";
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
    public Fetched fetch(Instant from, Instant to, String idempotencyKey, Path file) {
        // Stripe counts whole seconds, and what happens in this one belongs to the file.
        var soon = clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        var end = to.isBefore(soon) ? to : soon;
        if (!from.isBefore(end)) {
            return new Fetched.Refused("The period has not begun");
        }
        var form =
                "report_type="
                        + REPORT
                        + "&parameters[interval_start]="
                        + from.getEpochSecond()
                        + "&parameters[interval_end]="
                        + end.getEpochSecond();
        var answer = api.post(RUNS, form, idempotencyKey + "-" + end.getEpochSecond());
        return switch (answer) {
            case StripeReply.Answered a when a.isSuccess() -> await(a.body(), end, file);
            case StripeReply.Answered a when isFinal(a.status()) ->
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

    /** Too many requests, and the same request still being worked on, pass. */
    private static boolean isFinal(int status) {
        return status >= 400 && status < 500 && status != 409 && status != 429;
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
