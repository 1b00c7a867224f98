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
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
        // and
        // a client's idle connections must not be closed under its feet.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
    }

    private final SimulatorSettings settings;
    private final HttpServer http;
    private final HikariDataSource pool;
    private final BooksOwner owner;
    private final ProviderParts parts;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private SimulatorServer(
            SimulatorSettings settings, HttpServer http, HikariDataSource pool, BooksOwner owner) {
        this.settings = settings;
        this.http = http;
        this.pool = pool;
        this.owner = owner;
        this.parts = new ProviderParts(settings, pool, uri(http), stopping);
    }

    /**
     * Starts the provider; refuses with a clear message when the port is taken or the books have an
     * owner.
     */
    public static SimulatorServer start(SimulatorSettings settings) {
        HttpServer http = bind(settings.port());
        @Nullable HikariDataSource pool = null;
        try {
            pool = pool(settings);
            migrate(pool);
            BooksOwner owner = BooksOwner.claim(settings.database());
            return new SimulatorServer(settings, http, pool, owner).started();
        } catch (RuntimeException e) {
            http.stop(0);
            if (pool != null) {
                pool.close();
            }
            throw e;
        }
    }

    private static HttpServer bind(int port) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            return HttpServer.create(address, 1_024);
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
        config.setDataSource(settings.database());
        config.setSchema(SCHEMA);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setPoolName("simulator");
        config.setConnectionTimeout(10_000);
        return new HikariDataSource(config);
    }

    private static void migrate(HikariDataSource pool) {
        Flyway.configure(SimulatorServer.class.getClassLoader())
                .dataSource(pool)
                .schemas(SCHEMA)
                .locations("classpath:db/simulator")
                .load()
                .migrate();
    }

    private SimulatorServer started() {
        parts.start().forEach(http::createContext);
        http.setExecutor(threads);
        http.start();
        log.info("The simulated provider listens on {}", baseUri());
        return this;
    }

    private static URI uri(HttpServer http) {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** Where it listens. */
    public int port() {
        return http.getAddress().getPort();
    }

    /** What an SDK is given as the API's base; always loopback. */
    public URI baseUri() {
        return uri(http);
    }

    /** The key it accepts. */
    public String apiKey() {
        return settings.apiKey();
    }

    /** From now on events are sent here; what is still owed under the same ids is due at once. */
    public void deliverTo(List<WebhookEndpoint> endpoints) {
        parts.deliverTo(endpoints);
    }

    /** Stops answering at once; what was answered is durable, what was not delivered stays owed. */
    public void stop() {
        if (stopped.getAndSet(true)) {
            return;
        }
        stopping.countDown();
        http.stop(0);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        parts.stop();
        owner.close();
        pool.close();
    }

    @Override
    public void close() {
        stop();
    }
}
