package io.truebook.api.http;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/**
 * Every failure of a request, ours or the framework's, as a problem document.
 *
 * <p>What a client wrote never ends in a 5xx, and no answer tells how the server is built.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice
final class ProblemAdvice {

    private static final Logger LOG = System.getLogger(ProblemAdvice.class.getName());

    @ExceptionHandler
    @Nullable ResponseEntity<byte[]> handle(Exception failure, HttpServletRequest request) {
        var instance = Instance.of(request);
        return switch (failure) {
            case CommandRejected refused ->
                    problem(refused.reason(), refused.detail(), instance, List.of());
            case InvalidRequest invalid ->
                    problem(invalid.reason(), invalid.detail(), instance, invalid.errors());
            case AsyncRequestNotUsableException _ -> null; // Nobody is there to read an answer.
            case ErrorResponse framework -> framework(framework, instance);
            case DataAccessResourceFailureException _,
                    TransientDataAccessException _,
                    CannotCreateTransactionException _ ->
                    databaseAway(instance);
            case IOException _ ->
                    problem(
                            Rejection.REQUEST_MALFORMED,
                            "The body did not arrive as announced",
                            instance,
                            List.of());
            default ->
                    isAboutConnections(failure) ? databaseAway(instance) : fault(failure, instance);
        };
    }

    private static ResponseEntity<byte[]> framework(ErrorResponse error, String instance) {
        int status = error.getStatusCode().value();
        var reason = reason(status);
        var answer = problem(reason, reason.title(), instance, List.of());
        var headers = new HttpHeaders();
        headers.addAll(answer.getHeaders());
        if (!error.getHeaders().getAllow().isEmpty()) {
            headers.setAllow(error.getHeaders().getAllow());
        }
        return new ResponseEntity<>(answer.getBody(), headers, answer.getStatusCode());
    }

    /** What of our catalogue fits a status that the server or the framework chose. */
    static Rejection reason(int status) {
        return switch (status) {
            case 401 -> Rejection.KEY_INVALID;
            case 403 -> Rejection.ROLE_INSUFFICIENT;
            case 404 -> Rejection.RESOURCE_NOT_FOUND;
            case 405 -> Rejection.METHOD_NOT_ALLOWED;
            case 406 -> Rejection.NOT_ACCEPTABLE;
            case 413 -> Rejection.BODY_TOO_LARGE;
            case 415 -> Rejection.MEDIA_TYPE_UNSUPPORTED;
            case 429 -> Rejection.RATE_LIMITED;
            case 501, 505 -> Rejection.REQUEST_MALFORMED; // Something odd about its HTTP.
            case 503 -> Rejection.OVERLOADED;
            default -> status < 500 ? Rejection.REQUEST_MALFORMED : Rejection.INTERNAL_ERROR;
        };
    }

    private static ResponseEntity<byte[]> databaseAway(String instance) {
        return problem(Rejection.OVERLOADED, "The database does not answer", instance, List.of());
    }

    /** SQL states 08, 53 and 57: connection lost, too many of them, server going down. */
    private static boolean isAboutConnections(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().matches("(08|53|57).*")) {
                return true;
            }
        }
        return false;
    }

    private static ResponseEntity<byte[]> fault(Exception failure, String instance) {
        LOG.log(Level.ERROR, "A request met a fault of ours", failure);
        return problem(
                Rejection.INTERNAL_ERROR,
                "Repeat with the same transaction id to learn what became of it",
                instance,
                List.of());
    }

    static ResponseEntity<byte[]> problem(
            Rejection reason, String detail, String instance, List<FieldProblem> errors) {
        var problem = Problem.of(reason, detail, instance, errors);
        var headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        var retryAfter = Problem.retryAfterSeconds(reason);
        if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, retryAfter.toString());
        }
        return ResponseEntity.status(problem.status()).headers(headers).body(Json.bytes(problem));
    }
}
