package io.truebook.api.http;

import io.truebook.ledger.decision.Rejection;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * What Tomcat refuses before any filter sees it (a request line it cannot parse, a host that is no
 * host), as a problem document instead of its HTML page.
 */
public final class ProblemValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        Rejection reason = ProblemAdvice.reason(status);
        // The address could not be made sense of, so it is not repeated.
        var problem = Problem.of(reason, reason.title(), "/", List.of());
        try {
            response.setStatus(problem.status());
            response.setHeader(
                    RequestIdFilter.HEADER, NewId.of("req_", Clock.systemUTC().instant()));
            response.setContentType(Problem.MEDIA_TYPE);
            var body = Json.bytes(problem);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException | IllegalStateException _) {
            // Whoever asked has gone.
        }
    }
}
