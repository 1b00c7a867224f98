package io.truebook.api.simulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A refusal in Adyen's words: {@code {"status", "errorCode", "message", "errorType"}}.
 *
 * <p>Error 704 says that a key is in use; only with {@code transient-error: true} may the request
 * be sent again. Source: Adyen "API idempotency", "Error codes" (read 2026-11).
 */
final class AdyenError extends Refusal {
    private static final long serialVersionUID = 1L;
    private static final String VALIDATION = "validation";

    private final int status;
    private final String errorCode;
    private final String errorType;
    private final boolean comesAndGoes;

    private AdyenError(
            int status,
            String errorCode,
            String message,
            String errorType,
            boolean comesAndGoes,
            boolean executed) {
        super(message, executed);
        this.status = status;
        this.errorCode = errorCode;
        this.errorType = errorType;
        this.comesAndGoes = comesAndGoes;
    }

    /** Refused before it was executed. */
    static AdyenError of(int status, String errorCode, String message, String errorType) {
        return new AdyenError(status, errorCode, message, errorType, false, false);
    }

    static AdyenError invalid(String errorCode, String message) {
        return of(422, errorCode, message, VALIDATION);
    }

    /** Understood, and refused because of what the books say. */
    static AdyenError refused(String errorCode, String message) {
        return new AdyenError(422, errorCode, message, VALIDATION, false, true);
    }

    static AdyenError missing(String field) {
        return invalid("14_002", "Required field '" + field + "' is not provided.");
    }

    static AdyenError unauthorized() {
        return of(401, "000", "HTTP Status Response - Unauthorized", "security");
    }

    static AdyenError notFound(String method, String path) {
        return of(404, "000", "No resource at " + method + " " + path + ".", VALIDATION);
    }

    static AdyenError keyInUse() {
        return new AdyenError(
                422, "704", "request already processed or in progress", VALIDATION, true, false);
    }

    static AdyenError keyReused() {
        return new AdyenError(
                422, "704", "request already processed or in progress", VALIDATION, false, false);
    }

    /**
     * Without a code: 703 for 503, 704 for 409 and 422, else {@code 000}. The first two say that
     * nothing was done, unless it was.
     */
    static AdyenError trouble(int status, @Nullable String code, String message, boolean executed) {
        String usual =
                switch (status) {
                    case 503 -> "703";
                    case 409, 422 -> "704";
                    default -> "000";
                };
        String chosen = code == null ? usual : code;
        String type = status < 500 ? VALIDATION : "internal";
        boolean again = !executed && (chosen.equals("703") || chosen.equals("704"));
        return new AdyenError(status, chosen, message, type, again, true);
    }

    @Override
    ApiAnswer answer() {
        ObjectNode body = Json.object();
        body.put("status", status);
        body.put("errorCode", errorCode);
        body.put("message", getMessage());
        body.put("errorType", errorType);
        ApiAnswer answer = ApiAnswer.json(status, body);
        return comesAndGoes ? answer.with(Map.of("transient-error", "true")) : answer;
    }
}
