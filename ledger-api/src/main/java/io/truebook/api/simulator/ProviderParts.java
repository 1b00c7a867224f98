package io.truebook.api.simulator;

import com.sun.net.httpserver.HttpHandler;
import io.truebook.api.simulator.SimulatorSettings.WebhookEndpoint;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The provider behind the wire: its parts, and who uses whom. */
final class ProviderParts {
    final Clock clock;
    final JdbcClient jdbc;
    final URI baseUri;
    final AtomicReference<Knobs> knobs = new AtomicReference<>(Knobs.START);
    final PaymentLocks locks = new PaymentLocks();
    final Faults faults;
    final Books books;
    final IdempotencyKeys keys;
    final Events events;
    final Movements movements;
    final Expansion expansion;
    final PaymentLife life;
    private final Webhooks webhooks;
    private final GroupWriter writer;
    private final DueWork dueWork;
    private final Commits commits;
    private final CountDownLatch stopping;
    private final String apiKey;

    ProviderParts(
            SimulatorSettings settings, DataSource pool, URI baseUri, CountDownLatch stopping) {
        this.clock = settings.clock();
        this.jdbc = JdbcClient.create(pool);
        this.baseUri = baseUri;
        this.stopping = stopping;
        this.apiKey = settings.apiKey();
        this.faults = new Faults(settings.seed());
        this.books = new Books(jdbc);
        this.keys = new IdempotencyKeys(jdbc, clock);
        this.writer = new GroupWriter(pool);
        this.webhooks = new Webhooks(jdbc, writer, faults, clock);
        this.webhooks.deliverTo(settings.endpoints());
        this.dueWork = new DueWork(jdbc, clock);
        this.commits = new Commits(writer, webhooks, dueWork);
        this.events = new Events(clock, webhooks);
        this.movements = new Movements(clock, settings.feeBasisPoints(), settings.feeFixedMinor());
        this.expansion = new Expansion(books, clock);
        this.life = new PaymentLife(clock, events, movements, knobs::get);
    }

    /** The doors: the provider's API at {@code /}, its control beside it. */
    Map<String, HttpHandler> start() {
        var refunds = new Refunds(this);
        var payouts = new Payouts(this);
        var reports = new Reports(this);
        Router<Handler> router = new Router<>();
        new PaymentIntentQueries(this).routes(router);
        new PaymentIntents(this).routes(router);
        new Charges(books, expansion).routes(router);
        refunds.routes(router);
        payouts.routes(router);
        new Balance(clock, jdbc, books, expansion).routes(router);
        new EventLog(books).routes(router);
        reports.routes(router);
        var api = new StripeApi(router, keys, commits);
        var lateEffects = new LateEffects(api, stopping);
        var control = new Control(this, refunds, payouts, lateEffects);
        run(refunds, reports, control);
        return Map.of(
                "/",
                new HttpEdge(api, faults, lateEffects, stopping, apiKey),
                ControlEdge.PREFIX,
                edge(control));
    }

    private void run(Refunds refunds, Reports reports, Control control) {
        keys.prune();
        writer.start();
        webhooks.start();
        Map<String, DueWork.Task> tasks =
                Map.of(
                        PaymentLife.SETTLE, control::settle,
                        PaymentLife.BOOK, control::book,
                        Refunds.SETTLE, refunds::succeed,
                        Refunds.FAIL, refunds::fail,
                        Reports.RUN, reports::finish);
        dueWork.start(tasks, commits::commit);
    }

    private HttpHandler edge(Control control) {
        AuthenticationPage.Result result =
                (id, passed) -> control.authenticate(commits, id, passed);
        var edge = new ControlEdge(commits, new AuthenticationPage(books, result));
        control.routes(edge);
        new WebhookControl(books, webhooks).routes(edge);
        return edge;
    }

    void deliverTo(List<WebhookEndpoint> endpoints) {
        webhooks.deliverTo(endpoints);
        webhooks.flush();
    }

    /** What waits is written first: whoever is being answered may rely on it. */
    void stop() {
        try {
            dueWork.stop();
            webhooks.stop();
            writer.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
