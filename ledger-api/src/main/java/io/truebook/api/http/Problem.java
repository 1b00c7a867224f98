package io.truebook.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.truebook.ledger.decision.Rejection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as RFC 9457 writes it.
 *
 * @param code stable, from the error catalogue: what programs branch on
 * @param isFinal true when the transaction id stays refused for ever; absent otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        List<FieldProblem> errors,
        @JsonProperty("final") @Nullable Boolean isFinal) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** How the catalogue's page names an entry; it is an identifier, not an address. */
    private static final String TYPE = "urn:truebook:problem:";

    public static Problem of(
            Rejection reason, String detail, String instance, List<FieldProblem> errors) {
        return new Problem(
                TYPE + reason.code(),
                reason.title(),
                status(reason),
                detail,
                instance,
                reason.code(),
                errors,
                reason.recorded() ? true : null);
    }

    /** The HTTP status of a refusal. */
    public static int status(Rejection reason) {
        return switch (reason.category()) {
            case MALFORMED -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case NOT_ACCEPTABLE -> 406;
            case CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case UNSUPPORTED -> 415;
            case REFUSED_UNRECORDED, REFUSED -> 422;
            case RATE_LIMITED -> 429;
            case INTERNAL -> 500;
            case UNAVAILABLE -> 503;
        };
    }

    /** How long to wait before the next try, in seconds; null where trying again is no use. */
    static @Nullable Integer retryAfterSeconds(Rejection reason) {
        return switch (reason.category()) {
            case RATE_LIMITED, UNAVAILABLE -> 1;
            case CONFLICT -> reason == Rejection.TRANSACTION_IN_PROGRESS ? 1 : null;
            case MALFORMED,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    NOT_ACCEPTABLE,
                    TOO_LARGE,
                    UNSUPPORTED,
                    REFUSED_UNRECORDED,
                    REFUSED,
                    INTERNAL ->
                    null;
        };
    }
}
