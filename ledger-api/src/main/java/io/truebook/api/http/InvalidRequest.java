package io.truebook.api.http;

import io.truebook.ledger.decision.Rejection;
import java.util.List;

/** A request that is refused before any rule is asked, field by field where that is possible. */
public final class InvalidRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Rejection reason;
    private final String detail;
    private final transient List<FieldProblem> errors;

    public InvalidRequest(Rejection reason, String detail, List<FieldProblem> errors) {
        super(reason.code(), null, false, false);
        this.reason = reason;
        this.detail = detail;
        this.errors = List.copyOf(errors);
    }

    /** The request cannot be read at all. */
    public static InvalidRequest malformed(String detail) {
        return new InvalidRequest(Rejection.REQUEST_MALFORMED, detail, List.of());
    }

    /** One field is wrong. */
    public static InvalidRequest field(String field, String message) {
        return fields(List.of(new FieldProblem(field, message)));
    }

    public static InvalidRequest fields(List<FieldProblem> errors) {
        var first = errors.getFirst();
        return new InvalidRequest(
                Rejection.FIELD_INVALID, first.field() + " " + first.message(), errors);
    }

    public Rejection reason() {
        return reason;
    }

    public String detail() {
        return detail;
    }

    public List<FieldProblem> errors() {
        return errors;
    }
}
