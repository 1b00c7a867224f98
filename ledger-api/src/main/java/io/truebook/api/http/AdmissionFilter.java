package io.truebook.api.http;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Refuses what there is no room for, before its key is looked up or its body is read.
 *
 * <p>Health and metrics always get through: they are needed most when nothing else does.
 */
final class AdmissionFilter extends OncePerRequestFilter {

    private final AdmissionGate gate;
    private final HandlerExceptionResolver refusals;

    AdmissionFilter(AdmissionGate gate, HandlerExceptionResolver refusals) {
        this.gate = gate;
        this.refusals = refusals;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var path = request.getServletPath();
        return !path.startsWith("/v1/") && !path.startsWith("/webhooks/");
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var kind = RequestClass.of(request.getMethod(), request.getServletPath());
        var pass = gate.enter(kind);
        if (pass.isEmpty()) {
            refusals.resolveException(
                    request,
                    response,
                    null,
                    new CommandRejected(
                            Rejection.OVERLOADED,
                            "Too much is under way for one more "
                                    + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
            return;
        }
        try (var _ = pass.get()) {
            chain.doFilter(request, response);
        }
    }
}
