package io.truebook.api.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The wire of {@code /_simulator/...}: JSON requests, committed like any other when they change the
 * books.
 */
final class ControlEdge implements HttpHandler {
    static final String PREFIX = "/_simulator";

    private static final Logger log = LoggerFactory.getLogger(ControlEdge.class);

    /** A control request; {@code id} is the part of the path a route names so, or empty. */
    record Request(String id, ObjectNode body, Map<String, String> query, Effects effects) {
        ControlFields fields() {
            return new ControlFields(body);
        }
    }

    @FunctionalInterface
    interface Action {
        ObjectNode run(Request request);
    }

    private final Commits commits;
    private final Wire wire;
    private final AuthenticationPage page;
    private final Router<Action> router = new Router<>();

    /** Refusals of the control are worded as on {@code wire}. */
    ControlEdge(Commits commits, Wire wire, AuthenticationPage page) {
        this.commits = commits;
        this.wire = wire;
        this.page = page;
    }

    void on(String method, String path, Action action) {
        router.on(method, PREFIX + path, action);
    }

    @Override
    public void handle(HttpExchange exchange) {
        try (exchange) {
            HttpEdge.send(exchange, answer(exchange));
        } catch (IOException e) {
            log.debug("The client is gone: {}", e.getMessage());
        }
    }

    private ApiAnswer answer(HttpExchange exchange) throws IOException {
        Effects effects = Effects.ofProvider();
        try {
            String path = exchange.getRequestURI().getPath();
            byte[] body = HttpEdge.body(exchange, wire);
            if (path.startsWith(AuthenticationPage.PATH)) {
                ApiAnswer shown =
                        page.answer(
                                exchange, path.substring(AuthenticationPage.PATH.length()), body);
                return shown;
            }
            ObjectNode result =
                    run(
                            exchange.getRequestMethod(),
                            path,
                            exchange.getRequestURI().getRawQuery(),
                            body,
                            effects);
            commits.commit(effects);
            return ApiAnswer.ok(result);
        } catch (Refusal e) {
            return e.answer();
        } catch (RuntimeException e) {
            log.warn("The simulator failed at a control request", e);
            return StripeError.trouble(500, null, "The simulator failed; see its log.").answer();
        } finally {
            effects.release();
        }
    }

    /** The same, without the wire: a step of a script. */
    ObjectNode call(String method, String path, String body) {
        Effects effects = Effects.ofProvider();
        try {
            String[] parts = (PREFIX + path).split("\\?", 2);
            ObjectNode result =
                    run(
                            method,
                            parts[0],
                            parts.length == 2 ? parts[1] : null,
                            body.getBytes(StandardCharsets.UTF_8),
                            effects);
            commits.commit(effects);
            return result;
        } finally {
            effects.release();
        }
    }

    private ObjectNode run(
            String method, String path, @Nullable String query, byte[] body, Effects effects) {
        Router.Match<Action> match =
                router.match(method, path).orElseThrow(() -> StripeError.unknownUrl(method, path));
        return match.handler()
                .run(
                        new Request(
                                match.id(),
                                Json.parseRequest(body),
                                Form.parse(query).all(),
                                effects));
    }
}
