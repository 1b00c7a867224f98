package io.truebook.api.http;

import static java.util.Map.entry;

import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.truebook.api.webhook.KeptCallbacks;
import io.truebook.projection.payment.PaymentStatus;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The words of the OpenAPI document for one operation.
 *
 * @param body null for a request that has none
 * @param resource the schema of a successful answer
 * @param successes status and what it means
 */
record OperationText(
        String summary,
        List<Parameter> parameters,
        @Nullable Schema<?> body,
        String example,
        String resource,
        Map<String, String> successes) {

    private static final String CHARGE = "ChargeResource";
    private static final String KNOWN =
            "What the journal knew at this position; the answer is final";
    private static final String LETTER = "DeadLetterResource";
    private static final Map<String, String> CREATED =
            Map.of(
                    "201", "The outcome is known; it may be a failure.",
                    "202", "Taken; the outcome is open.");
    private static final Map<String, String> CHANGED =
            Map.of("200", "The outcome is known.", "202", "Taken; the outcome is open.");

    private static final Map<String, OperationText> ALL =
            Map.ofEntries(
                    entry("POST /v1/charges", newCharge()),
                    entry("POST /v1/charges/{id}/capture", capture()),
                    entry(
                            "POST /v1/charges/{id}/void",
                            post("Give the hold back", object(), "{}", CHARGE, CHANGED)),
                    entry(
                            "POST /v1/charges/{id}/erasure",
                            post(
                                    "Erase what was written about people (operators)",
                                    object(),
                                    "{}",
                                    "ErasureResource",
                                    Map.of(
                                            "200", "It is gone.",
                                            "202", "Provider messages are still looked through."))),
                    entry("POST /v1/refunds", newRefund()),
                    entry("GET /v1/charges/{id}", get("A charge as it is now")),
                    entry("GET /v1/charges", get("Charges, newest first", chargeFilters())),
                    entry("GET /v1/refunds/{id}", get("A refund as it is now")),
                    entry(
                            "GET /v1/refunds",
                            get(
                                    "Refunds, newest first",
                                    page(query("charge"), status(RefundResource.STATUSES)))),
                    entry("GET /v1/disputes/{id}", get("A dispute as it is now")),
                    entry(
                            "GET /v1/disputes",
                            get(
                                    "Disputes, newest first: open ones and what became of others",
                                    page(
                                            query("charge"),
                                            query("provider"),
                                            status(DisputeResource.STATUSES)))),
                    entry(
                            "GET /v1/callbacks",
                            get(
                                    "Callbacks that moved nothing, and why",
                                    page(query("provider"), status(KeptCallbacks.STATUSES)))),
                    entry("GET /v1/catch-up", get("How far catching up after a restore is")),
                    entry("GET /v1/orphans", get("Lost objects of no known payment", page())),
                    entry("GET /v1/accounts", get("Accounts by name", page())),
                    entry("GET /v1/accounts/{name}", get("An account")),
                    entry("GET /v1/accounts/{name}/balances", balances()),
                    entry("GET /v1/accounts/{name}/statement", statement()),
                    entry(
                            "GET /v1/accounts/{name}/postings",
                            get("Postings, newest first, each with the balance after it", page())),
                    entry("GET /v1/transactions/{id}", get("What became of a transaction")),
                    entry(
                            "GET /v1/transactions",
                            get(
                                    "What became of a transaction whose id does not fit a path",
                                    List.of(query("id").required(true)))),
                    entry("GET /v1/charges/{id}/timeline", get("All that happened to a charge")),
                    entry(
                            "GET /v1/checkpoints/latest",
                            get("The journal's latest signed checkpoint")),
                    entry("GET /v1/checkpoints/key", get("The key to check checkpoints with")),
                    entry(
                            "GET /v1/proofs/events/{position}",
                            get("The bytes of an event as hashed")),
                    entry(
                            "GET /v1/proofs/inclusion",
                            get(
                                    "That an event is in the journal a checkpoint was signed over",
                                    List.of(query("position").required(true), query("size")))),
                    entry(
                            "GET /v1/proofs/consistency",
                            get(
                                    "That one checkpoint continues another",
                                    List.of(query("from").required(true), query("to")))),
                    entry(
                            "GET /v1/dead-letters",
                            get(
                                    "What could not be worked on, newest first (operators)",
                                    page(query("source")))),
                    entry("GET /v1/dead-letters/{id}", get("A dead letter (operators)")),
                    entry(
                            "POST /v1/dead-letters/{id}/retry",
                            post(
                                    "Have it tried again now (operators)",
                                    object(),
                                    "{}",
                                    LETTER,
                                    Map.of("200", "It is about to be tried."))),
                    entry("POST /v1/dead-letters/{id}/discard", discard()),
                    entry(
                            "GET /v1/integrity",
                            get("Derives the books again from the first event (operators)")));

    static Optional<OperationText> of(String operation) {
        return Optional.ofNullable(ALL.get(operation))
                .or(() -> BreakText.of(operation))
                .or(() -> PayoutText.of(operation))
                .or(() -> BooksText.of(operation));
    }

    private static OperationText newCharge() {
        Schema<?> body =
                object().addProperty("amount", amount())
                        .addProperty("currency", text("ISO 4217, either case").example("EUR"))
                        .addProperty("merchant", segment())
                        .addProperty("provider", segment())
                        .addProperty("payment_method", text("The provider's payment method"))
                        .addProperty("capture", words(List.of("automatic", "manual")))
                        .addProperty("return_url", text("Where the payer comes back to"))
                        .addProperty("description", text("For people"))
                        .addProperty("reference", text("Yours, to find it by"))
                        .addProperty("metadata", metadata());
        body.setRequired(
                List.of("amount", "currency", "merchant", "provider", "payment_method", "capture"));
        var example =
                """
                {"amount": 1999, "currency": "EUR", "merchant": "m-1", "provider": "stripe",\
                 "payment_method": "pm_card_visa", "capture": "automatic"}\
                """;
        return post("Take a charge", body, example, CHARGE, CREATED);
    }

    private static OperationText capture() {
        Schema<?> body = object().addProperty("amount", amount());
        return post(
                "Take held money, once; the rest of the hold is released",
                body,
                "{\"amount\": 1500}",
                CHARGE,
                CHANGED);
    }

    private static OperationText discard() {
        Schema<?> body = object().addProperty("reason", text("Why: it is kept for ever"));
        body.setRequired(List.of("reason"));
        return post(
                "Throw it away; what waits behind it goes on (operators)",
                body,
                "{\"reason\": \"Sent by a test account\"}",
                LETTER,
                Map.of("200", "It will never be worked on."));
    }

    private static OperationText newRefund() {
        Schema<?> body =
                object().addProperty("charge", text("The charge's id"))
                        .addProperty("amount", amount().description("All that is left if absent"))
                        .addProperty("reason", text("For the provider and people"))
                        .addProperty("metadata", metadata());
        body.setRequired(List.of("charge"));
        return post(
                "Give captured money back",
                body,
                "{\"charge\": \"ch_01m7xz7y9fedstpktgzny6wxmr\", \"amount\": 500}",
                "RefundResource",
                CREATED);
    }

    static OperationText post(
            String summary,
            Schema<?> body,
            String example,
            String resource,
            Map<String, String> successes) {
        return new OperationText(summary, List.of(), body, example, resource, successes);
    }

    static OperationText get(String summary) {
        return get(summary, List.of());
    }

    static OperationText get(String summary, List<Parameter> parameters) {
        return new OperationText(summary, parameters, null, "", "", Map.of());
    }

    private static List<Parameter> chargeFilters() {
        return page(
                status(PaymentStatus.ALL),
                query("merchant"),
                query("provider"),
                query("reference"),
                query("created_from"),
                query("created_to"));
    }

    private static OperationText balances() {
        return get(
                "What stands on an account: now, at a time, or as the journal knew it then",
                List.of(
                        query("at").description("Only what counts from this time or earlier"),
                        query("position").description(KNOWN),
                        query("recorded_at").description("What the journal knew at this time")));
    }

    private static OperationText statement() {
        return get(
                "What was posted to an account in a period, between opening and closing balance",
                page(
                        query("from").required(true).description("A day, or a time"),
                        query("to").required(true).description("A day, included; or a time, not"),
                        query("currency").required(true),
                        query("time_zone").description("Of days; UTC unless named"),
                        query("position").description(KNOWN),
                        query("recorded_at").description("What the journal knew at this time")));
    }

    static List<Parameter> page(Parameter... filters) {
        var all = new ArrayList<>(List.of(filters));
        var limit = new Schema<>().minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(100));
        limit.addType("integer");
        limit.setDefault(20);
        all.add(query("limit").schema(limit));
        all.add(query("after").description("next_cursor of the page before"));
        return all;
    }

    static Parameter query(String name) {
        return new Parameter().in("query").name(name).schema(ApiDescription.text());
    }

    static Parameter status(List<String> statuses) {
        return query("status").schema(words(statuses));
    }

    static Schema<?> object() {
        var schema = new Schema<>();
        schema.addType("object");
        schema.setAdditionalProperties(false);
        return schema;
    }

    static Schema<?> text(String description) {
        return ApiDescription.text().description(description).maxLength(BodyReader.MAX_TEXT);
    }

    static Schema<?> segment() {
        return ApiDescription.text().pattern("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$");
    }

    static Schema<?> amount() {
        var schema = new Schema<>().description("Minor units: 1999 EUR is 19.99");
        schema.addType("integer");
        schema.setFormat("int64");
        return schema.minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(BodyReader.MAX_AMOUNT));
    }

    private static Schema<?> metadata() {
        var schema = new Schema<>().maxProperties(50);
        schema.addType("object");
        schema.setAdditionalProperties(ApiDescription.text().maxLength(500));
        return schema;
    }

    static Schema<?> words(List<String> words) {
        var schema = new Schema<Object>();
        schema.addType("string");
        schema.setEnum(List.copyOf(words));
        return schema;
    }
}
