package io.truebook.api.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which handler answers which method and path; the part {@code {id}} of a pattern matches any one
 * part of a path.
 */
final class Router<H> {
    /**
     * The handler, and what stood in the place of {@code {id}}: empty when the pattern has none.
     */
    record Match<H>(H handler, String id) {}

    private record Route<H>(String method, List<String> parts, H handler) {
        @Nullable String match(String requestMethod, List<String> requestParts) {
            if (!method.equals(requestMethod) || parts.size() != requestParts.size()) {
                return null;
            }
            String id = "";
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).equals("{id}")) {
                    id = requestParts.get(i);
                } else if (!parts.get(i).equals(requestParts.get(i))) {
                    return null;
                }
            }
            return id;
        }
    }

    private final List<Route<H>> routes = new ArrayList<>();

    /** Earlier routes win: a fixed path goes before a pattern that would match it. */
    void on(String method, String pattern, H handler) {
        routes.add(new Route<>(method, List.of(pattern.split("/", -1)), handler));
    }

    Optional<Match<H>> match(String method, String path) {
        List<String> parts = List.of(path.split("/", -1));
        for (Route<H> route : routes) {
            String id = route.match(method, parts);
            if (id != null) {
                return Optional.of(new Match<>(route.handler(), id));
            }
        }
        return Optional.empty();
    }
}
