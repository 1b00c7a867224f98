package io.truebook.api.simulator;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.truebook.api.simulator.SimulatorSettings.WebhookEndpoint;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The simulated provider, running: an HTTP server on loopback over its own books.
 *
 * <p>One server owns one set of books: a second one on the same database is refused. Everything it
 * acknowledged survives any crash; faults that were switched on, and requests held back by them, do
 * not.
 */
public final class SimulatorServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SimulatorServer.class);
    private static final String SCHEMA = "simulator";
    private static final int CONNECTIONS = 4;

    static {
        // Read once by the JDK's server: answers must not wait for the client's acknowledgement,
        // and a
        // client's idle connections must not be closed under its feet.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
    }

    private final SimulatorSettings settings;
    private final HikariDataSource dataSource;
    private final BooksOwner owner;
    private final GroupWriter writer;
    private final Webhooks webhooks;
    private final DueWork dueWork;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicReference<Knobs> knobs = new AtomicReference<>(Knobs.START);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer http;

    private SimulatorServer(SimulatorSettings settings, HttpServer http) {
        this.settings = settings;
        this.http = http;
        this.dataSource = pool(settings);
        Flyway.configure(SimulatorServer.class.getClassLoader())
                .dataSource(dataSource)
                .schemas(SCHEMA)
                .locations("classpath:db/simulator")
                .load()
                .migrate();
        this.owner = BooksOwner.claim(settings);
        Clock clock = settings.clock();
        JdbcClient jdbc = JdbcClient.create(dataSource);
        Faults faults = new Faults(settings.seed());
        this.writer = new GroupWriter(dataSource);
        this.webhooks = new Webhooks(jdbc, writer, faults, clock);
        this.dueWork = new DueWork(jdbc, clock);
        wire(clock, jdbc, faults);
    }

    /**
     * Starts the provider; refuses with a clear message when the port is taken or the books have an
     * owner.
     */
    public static SimulatorServer start(SimulatorSettings settings) {
        HttpServer http = bind(settings.port());
        try {
            return new SimulatorServer(settings, http).started();
        } catch (RuntimeException e) {
            http.stop(0);
            throw e;
        }
    }

    private static HttpServer bind(int port) {
        try {
            return HttpServer.create(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_024);
        } catch (BindException e) {
            throw new IllegalStateException(
                    "The simulator cannot start: port "
                            + port
                            + " on loopback is taken. Stop what uses it, or set"
                            + " truebook.simulator.port (0 takes any free one).",
                    e);
        } catch (IOException e) {
            throw new IllegalStateException("The simulator cannot listen on port " + port, e);
        }
    }

    private static HikariDataSource pool(SimulatorSettings settings) {
        var config = new HikariConfig();
        config.setJdbcUrl(settings.jdbcUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setSchema(SCHEMA);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setPoolName("simulator");
        config.setConnectionTimeout(10_000);
        return new HikariDataSource(config);
    }

    private void wire(Clock clock, JdbcClient jdbc, Faults faults) {
        Supplier<URI> base = this::baseUri;
        Books books = new Books(jdbc);
        PaymentLocks locks = new PaymentLocks();
        Events events = new Events(clock, webhooks);
        Movements movements =
                new Movements(clock, settings.feeBasisPoints(), settings.feeFixedMinor());
        Expansion expansion = new Expansion(books, clock);
        PaymentLife life = new PaymentLife(clock, events, movements, knobs::get);
        Refunds refunds =
                new Refunds(clock, books, locks, events, movements, expansion, knobs::get);
        Payouts payouts = new Payouts(clock, books, locks, events, movements, expansion);
        Reports reports = new Reports(clock, jdbc, books, events, knobs::get, base);
        IdempotencyKeys keys = new IdempotencyKeys(jdbc, clock);
        Commits commits = new Commits(writer, webhooks, dueWork);

        Router<Handler> router = new Router<>();
        new Search(clock, books, expansion, knobs::get).routes(router);
        new PaymentIntents(clock, books, locks, life, events, expansion, base).routes(router);
        new Charges(books, expansion).routes(router);
        refunds.routes(router);
        payouts.routes(router);
        new Balance(clock, jdbc, books, expansion).routes(router);
        new EventLog(books).routes(router);
        reports.routes(router);
        StripeApi api = new StripeApi(router, keys, commits);
        LateEffects lateEffects = new LateEffects(api, stopping);

        Control control =
                new Control(
                        new Control.Parts(
                                books,
                                locks,
                                life,
                                refunds,
                                payouts,
                                faults,
                                webhooks,
                                keys,
                                new BooksReport(jdbc),
                                knobs),
                        lateEffects);
        ControlEdge edge =
                new ControlEdge(
                        commits,
                        new AuthenticationPage(
                                books, (id, passed) -> control.authenticate(commits, id, passed)));
        control.routes(edge);
        http.createContext(
                "/", new HttpEdge(api, faults, lateEffects, stopping, settings.apiKey()));
        http.createContext(ControlEdge.PREFIX, edge);
        http.setExecutor(threads);
        tasks =
                Map.of(
                        PaymentLife.SETTLE, control::settle,
                        PaymentLife.BOOK, control::book,
                        Refunds.SETTLE, refunds::succeed,
                        Refunds.FAIL,
                                (effects, id) ->
                                        refunds.fail(effects, id, "expired_or_canceled_card"),
                        Reports.RUN, reports::finish);
        commit = commits::commit;
        keys.prune();
    }

    private Map<String, DueWork.Task> tasks = Map.of();
    private java.util.function.Consumer<Effects> commit = _ -> {};

    private SimulatorServer started() {
        writer.start();
        webhooks.deliverTo(settings.endpoints());
        webhooks.start();
        dueWork.start(tasks, commit);
        http.start();
        log.info("The simulated provider listens on {}", baseUri());
        return this;
    }

    /** Where it listens. */
    public int port() {
        return http.getAddress().getPort();
    }

    /** What an SDK is given as the API's base; always loopback. */
    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The key it accepts. */
    public String apiKey() {
        return settings.apiKey();
    }

    /**
     * From now on events are sent here; deliveries still owed under the same endpoint ids follow.
     */
    public void deliverTo(List<WebhookEndpoint> endpoints) {
        webhooks.deliverTo(endpoints);
    }

    /**
     * Stops answering at once; what was answered is durable, what was not yet delivered stays owed.
     */
    public void stop() {
        stopping.countDown();
        http.stop(0);
        try {
            dueWork.stop();
            webhooks.stop();
            writer.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
        owner.close();
        dataSource.close();
    }

    @Override
    public void close() {
        stop();
    }
}
