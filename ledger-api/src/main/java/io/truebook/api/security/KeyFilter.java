package io.truebook.api.security;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Lets nothing under {@code /v1} through without a key whose role covers it.
 *
 * <p>Looking needs a reader, everything else a writer, what shows all tenants or destroys something
 * an operator. Callbacks carry no key (their signature is the proof); health, metrics,
 * documentation and the console are open. It comes before routing, so that without a key nobody
 * learns what exists.
 */
public final class KeyFilter extends OncePerRequestFilter {

    private static final String SCHEME = "bearer ";

    private final KeyRing keys;
    private final HandlerExceptionResolver refusals;

    public KeyFilter(KeyRing keys, HandlerExceptionResolver refusals) {
        this.keys = keys;
        this.refusals = refusals;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        // The path as the server understood it: decoded, and without "//", ".." and ";".
        String path = request.getServletPath();
        return !path.equals("/v1") && !path.startsWith("/v1/");
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Caller> caller;
        try {
            caller = caller(request);
        } catch (DataAccessException away) {
            // Before routing nobody else turns it into a problem document.
            refusals.resolveException(request, response, null, away);
            return;
        }
        if (caller.isEmpty()) {
            response.setHeader("WWW-Authenticate", "Bearer");
            refuse(request, response, Rejection.KEY_INVALID, "Send Authorization: Bearer <key>");
            return;
        }
        var needed = needed(request);
        if (!caller.get().role().covers(needed)) {
            var detail = "It takes the role " + needed.code();
            refuse(request, response, Rejection.ROLE_INSUFFICIENT, detail);
            return;
        }
        request.setAttribute(Caller.ATTRIBUTE, caller.get());
        chain.doFilter(request, response);
    }

    private Optional<Caller> caller(HttpServletRequest request) {
        List<String> values = Collections.list(request.getHeaders("Authorization"));
        if (values.size() != 1) {
            return Optional.empty();
        }
        String value = values.getFirst();
        if (!value.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        return keys.find(value.substring(SCHEME.length()).strip());
    }

    private static Role needed(HttpServletRequest request) {
        String path = request.getServletPath();
        if (path.startsWith("/v1/dead-letters") || path.startsWith("/v1/integrity")) {
            return Role.OPERATOR; // Both show the whole installation, not one tenant.
        }
        if (path.startsWith("/v1/charges/") && path.endsWith("/erasure")) {
            return Role.OPERATOR; // It cannot be taken back.
        }
        if (path.startsWith("/v1/period-closes") && request.getMethod().equals("POST")) {
            return Role.OPERATOR; // Nor can this.
        }
        return switch (request.getMethod()) {
            case "GET", "HEAD", "OPTIONS" -> Role.READER;
            default -> Role.WRITER;
        };
    }

    private void refuse(
            HttpServletRequest request,
            HttpServletResponse response,
            Rejection reason,
            String detail) {
        refusals.resolveException(request, response, null, new CommandRejected(reason, detail));
    }
}
