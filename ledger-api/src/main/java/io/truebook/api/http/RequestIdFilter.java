package io.truebook.api.http;

import io.truebook.ledger.decision.CommandRejected;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Names each request towards the client ({@code X-Request-Id}, the client's own when it is sane),
 * and refuses addresses that hold a card number before anything logs or stores them.
 */
final class RequestIdFilter extends OncePerRequestFilter {

    static final String HEADER = "X-Request-Id";
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private final HandlerExceptionResolver refusals;
    private final Clock clock;

    RequestIdFilter(HandlerExceptionResolver refusals, Clock clock) {
        this.refusals = refusals;
        this.clock = clock;
    }

    /** What the server refuses by itself comes by here only as an error. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (response.getHeader(HEADER) == null) {
            response.setHeader(HEADER, id(request.getHeader(HEADER)));
        }
        try {
            CardNumbers.refuseIn(Instance.decoded(request.getRequestURI()), "the address");
            var query = request.getQueryString();
            if (query != null) {
                CardNumbers.refuseIn(Instance.decoded(query), "the query");
            }
        } catch (CommandRejected refused) {
            refusals.resolveException(request, response, null, refused);
            return;
        }
        chain.doFilter(request, response);
    }

    private String id(@Nullable String wanted) {
        return wanted != null && SANE.matcher(wanted).matches() && !CardNumbers.foundIn(wanted)
                ? wanted
                : NewId.of("req_", clock.instant());
    }
}
