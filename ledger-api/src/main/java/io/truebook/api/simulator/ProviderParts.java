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
    final IdempotencyKeys adyenKeys;
    final Events events;
    final Movements movements;
    final Expansion expansion;
    final PaymentLife life;
    final AdyenBatches adyenBatches;
    final AdyenLife adyenLife;
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
        this.keys = IdempotencyKeys.ofStripe(jdbc, clock);
        this.adyenKeys = IdempotencyKeys.ofAdyen(jdbc, clock);
        this.writer = new GroupWriter(pool);
        this.webhooks = new Webhooks(jdbc, writer, faults, clock);
        this.webhooks.deliverTo(settings.endpoints());
        this.dueWork = new DueWork(jdbc, clock);
        this.commits = new Commits(writer, webhooks, dueWork);
        this.events = new Events(clock, webhooks);
        this.movements = new Movements(clock, settings.feeBasisPoints(), settings.feeFixedMinor());
        this.expansion = new Expansion(books, clock);
        this.life = new PaymentLife(clock, events, movements, knobs::get);
        var adyenNotifications = new AdyenNotifications(clock, webhooks);
        this.adyenBatches = new AdyenBatches(this, adyenNotifications);
        this.adyenLife =
                new AdyenLife(clock, adyenNotifications, movements, adyenBatches, knobs::get);
    }

    /** The doors: the providers' APIs at {@code /}, the control beside them. */
    Map<String, HttpHandler> start() {
        var refunds = new Refunds(this);
        var payouts = new Payouts(this);
        var reports = new Reports(this);
        var adyenPayments = new AdyenPayments(this);
        var modifications = new AdyenModifications(this, adyenPayments);
        var disputes = new Disputes(this);
        var stripe = stripe(refunds, payouts, reports, disputes);
        var adyen = adyen(adyenPayments, modifications);
        var lateEffects = new LateEffects(stopping);
        var control = new Control(this, refunds, payouts, lateEffects);
        var edge = new ControlEdge(commits, stripe.wire(), page(control, adyenPayments));
        control.routes(edge);
        new WebhookControl(books, webhooks).routes(edge);
        new AdyenControl(adyenPayments, adyenLife, modifications, adyenBatches).routes(edge);
        new DisputeControl(disputes, new AdyenDisputes(adyenPayments, adyenLife)).routes(edge);
        var scripts = new Scripts(edge, faults, stopping);
        scripts.routes();
        commits.tellAlso(scripts::told);
        run(
                Map.of(
                        PaymentLife.SETTLE, control::settle,
                        PaymentLife.BOOK, control::book,
                        Refunds.SETTLE, refunds::succeed,
                        Refunds.FAIL, refunds::fail,
                        Reports.RUN, reports::finish,
                        AdyenLife.SETTLE, adyenPayments::settle,
                        AdyenModifications.OUTCOME, modifications::decide,
                        AdyenModifications.FAILURE, modifications::fail,
                        AdyenBatches.CLOSE, adyenBatches::close));
        return Map.of(
                "/",
                new HttpEdge(List.of(adyen, adyenReports(), stripe), faults, lateEffects, stopping),
                ControlEdge.PREFIX,
                edge);
    }

    private ProviderApi stripe(
            Refunds refunds, Payouts payouts, Reports reports, Disputes disputes) {
        Router<Handler> router = new Router<>();
        new PaymentIntentQueries(this).routes(router);
        new PaymentIntents(this).routes(router);
        new Charges(books, expansion).routes(router);
        refunds.routes(router);
        payouts.routes(router);
        disputes.routes(router);
        new Balance(clock, jdbc, books, expansion).routes(router);
        new EventLog(books).routes(router);
        reports.routes(router);
        return new ProviderApi(new StripeWire(apiKey), router, keys, commits);
    }

    private ProviderApi adyen(AdyenPayments payments, AdyenModifications modifications) {
        Router<Handler> router = new Router<>();
        payments.routes(router);
        modifications.routes(router);
        return new ProviderApi(new AdyenWire(apiKey), router, adyenKeys, commits);
    }

    private ProviderApi adyenReports() {
        Router<Handler> router = new Router<>();
        adyenBatches.routes(router);
        return new ProviderApi(new AdyenReportWire(apiKey), router, adyenKeys, commits);
    }

    private AuthenticationPage page(Control control, AdyenPayments adyenPayments) {
        return new AuthenticationPage(
                books,
                commits,
                (id, passed) -> control.authenticate(commits, id, passed),
                adyenPayments);
    }

    private void run(Map<String, DueWork.Task> tasks) {
        keys.prune();
        adyenKeys.prune();
        writer.start();
        webhooks.start();
        dueWork.start(tasks, commits::commit);
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
