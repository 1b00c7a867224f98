package io.truebook.api.http;

import static io.truebook.api.http.OperationText.get;
import static io.truebook.api.http.OperationText.object;
import static io.truebook.api.http.OperationText.page;
import static io.truebook.api.http.OperationText.query;
import static io.truebook.api.http.OperationText.status;
import static io.truebook.api.http.OperationText.text;
import static io.truebook.api.http.OperationText.words;
import static java.util.Map.entry;

import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.truebook.ledger.reconciliation.RepairKind;
import io.truebook.ledger.reconciliation.WriteOffReason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The words of the API's description for breaks and what becomes of them. */
final class BreakText {

    private static final String BREAK = "BreakResource";
    private static final String WHY = "{\"reason\": \"A test account\"}";
    private static final String WHO = "{\"owner\": \"ann\"}";
    private static final Map<String, String> DECIDED = Map.of("200", "The break as it is now.");

    private static final Map<String, String> EACH_DECIDED =
            Map.of("200", "What became of each break of the filter, on this page.");

    private static final Map<String, OperationText> ALL =
            Map.ofEntries(
                    entry("GET /v1/breaks", get("Differences that were found", filters())),
                    entry("GET /v1/breaks/{id}", get("A break as it is now")),
                    entry(
                            "GET /v1/breaks/{id}/history",
                            get("What was decided about a break: who, when and why")),
                    entry(
                            "GET /v1/suspense",
                            get(
                                    "What waits in suspense or is on its way to a merchant",
                                    page(query("provider")))),
                    entry(
                            "POST /v1/breaks/{id}/repair",
                            decide("Propose a repair", wanted(), "{\"kind\": \"park\"}")),
                    entry(
                            "POST /v1/breaks/{id}/approve",
                            decide(
                                    "Let a repair that another person proposed happen",
                                    approval(),
                                    "{}")),
                    entry(
                            "POST /v1/breaks/{id}/reject",
                            decide("Turn a proposed repair down", why("reason"), WHY)),
                    entry(
                            "POST /v1/breaks/{id}/dismiss",
                            decide("End a break without a repair", why("reason"), WHY)),
                    entry("POST /v1/breaks/{id}/assign", decide("Give it an owner", owner(), WHO)),
                    entry(
                            "GET /v1/open-items",
                            get(
                                    "What transit accounts hold, each item with its age",
                                    page(
                                            query("account")
                                                    .description("A name; * for any part of it")))),
                    entry(
                            "POST /v1/breaks/repair",
                            each("Propose a repair of each", wanted(), "{\"kind\": \"park\"}")),
                    entry(
                            "POST /v1/breaks/approve",
                            each("Approve the proposed repair of each", approval(), "{}")),
                    entry(
                            "POST /v1/breaks/dismiss",
                            each("End each without a repair", why("reason"), WHY)));

    private BreakText() {}

    static Optional<OperationText> of(String operation) {
        return Optional.ofNullable(ALL.get(operation));
    }

    private static OperationText decide(String summary, Schema<?> body, String example) {
        return new OperationText(summary, List.of(dryRun()), body, example, BREAK, DECIDED);
    }

    private static OperationText each(String summary, Schema<?> body, String example) {
        var filter = new ArrayList<>(filters());
        filter.add(dryRun());
        return new OperationText(summary, filter, body, example, "Batch", EACH_DECIDED);
    }

    private static Parameter dryRun() {
        return query("dry_run")
                .schema(words(List.of("true", "false")))
                .description("Only says what would happen; uses no transaction id up");
    }

    private static List<Parameter> filters() {
        return page(status(BreakFilter.STATUSES), query("code"), query("provider"), query("age"));
    }

    private static Schema<?> wanted() {
        return object().addProperty("kind", words(codes(RepairKind.values(), RepairKind::code)))
                .addProperty(
                        "reason_code",
                        words(codes(WriteOffReason.values(), WriteOffReason::code))
                                .description("Of a write-off"))
                .addProperty("reason", text("Why: it is kept for ever"));
    }

    private static Schema<?> why(String... required) {
        Schema<?> body = object().addProperty("reason", text("Why: it is kept for ever"));
        body.setRequired(List.of(required));
        return body;
    }

    private static Schema<?> approval() {
        var attempt = new Schema<>().description("The proposal that was read").format("int64");
        attempt.addType("integer");
        return why().addProperty("attempt", attempt.minimum(BigDecimal.ONE));
    }

    private static Schema<?> owner() {
        Schema<?> body = object().addProperty("owner", text("Who looks after it"));
        body.setRequired(List.of("owner"));
        return body;
    }

    private static <E> List<String> codes(E[] values, Function<E, String> code) {
        return Arrays.stream(values).map(code).toList();
    }
}
