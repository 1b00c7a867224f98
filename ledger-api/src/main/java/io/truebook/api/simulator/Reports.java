package io.truebook.api.simulator;

import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /v1/reporting/report_runs} and the files they make: settlement as the provider writes it.
 *
 * <p>A run is {@code pending} first and succeeds by itself, told by an event; its {@code
 * result.url} is downloaded with the API key. Activity is all movements but payouts, which have a
 * report of their own; payout reconciliation is what payouts of the interval contain. The data is
 * always complete up to now, unless {@link Knobs#reportsUpTo()} says otherwise: a later end is
 * refused.
 */
final class Reports {
    static final String RUN = "run_report";

    /** A payout leaves the balance when it is expected at the bank, and comes back at once. */
    private static final String LINES =
            """
            select b.*, c.body as charge_body, i.body as intent_body,
                   r.body as refund_body, p.body as payout_body
            from balance_transaction b
            left join provider_object c on c.id = b.charge
            left join provider_object i on i.id = b.payment_intent
            left join provider_object r on r.id = b.source and r.kind = 'refund'
            left join provider_object p on p.id = coalesce(b.payout,
                case when b.type in ('payout', 'payout_failure') then b.source end)
            where
            """;

    private static final String IS_PAYOUT = "(b.type in ('payout', 'payout_failure'))";
    private static final String IN_TIME = " and %1$s >= :from and %1$s < :to";
    private static final String ARRIVES = "(p.body::jsonb ->> 'arrival_date')::bigint";
    private static final String LEAVES =
            "(case b.type when 'payout' then " + ARRIVES + " else b.created_s end)";

    private final Clock clock;
    private final JdbcClient jdbc;
    private final Books books;
    private final Events events;
    private final Faults faults;
    private final Supplier<Knobs> knobs;
    private final ReportTypes types;
    private final URI baseUri;

    Reports(ProviderParts parts) {
        this.clock = parts.clock;
        this.jdbc = parts.jdbc;
        this.books = parts.books;
        this.events = parts.events;
        this.faults = parts.faults;
        this.knobs = parts.knobs::get;
        this.types = new ReportTypes(clock, knobs);
        this.baseUri = parts.baseUri;
    }

    void routes(Router<Handler> router) {
        router.on("POST", "/v1/reporting/report_runs", this::create);
        router.on("GET", "/v1/reporting/report_runs", this::list);
        router.on("GET", "/v1/reporting/report_runs/{id}", this::retrieve);
        router.on("GET", "/v1/reporting/report_types/{id}", types::retrieve);
        router.on("GET", "/v1/files/{id}", this::file);
        router.on("GET", "/v1/files/{id}/contents", this::contents);
    }

    private ApiAnswer create(ApiRequest request, Effects effects) {
        Form form = request.form();
        form.allowOnly(Set.of("expand", "parameters", "report_type"));
        String type = form.required("report_type");
        ReportTypes.require(type);
        Map<String, String> given = form.pairs("parameters");
        List<String> columns = form.list("parameters[columns]");
        check(form, type, given, columns);
        ObjectNode run = run(type, given, columns);
        put(effects, run);
        effects.promise(
                new Effects.Promise(
                        Ids.next("due_"),
                        clock.millis() + knobs.get().reportDelay().toMillis(),
                        RUN,
                        Json.required(run, "id")));
        return ApiAnswer.ok(run);
    }

    private void check(Form form, String type, Map<String, String> given, List<String> columns) {
        for (String name : given.keySet()) {
            if (!Set.of(
                            "interval_start",
                            "interval_end",
                            "currency",
                            "reporting_category",
                            "timezone",
                            "payout")
                    .contains(name)) {
                throw StripeError.invalid(
                        "parameter_unknown",
                        "parameters[" + name + "]",
                        "Received unknown parameter: " + name);
            }
        }
        for (String column : columns) {
            if (!SettlementCsv.known(type, column)) {
                throw StripeError.invalid(null, "parameters[columns]", "Invalid column: " + column);
            }
        }
        form.required("parameters[interval_start]");
        form.required("parameters[interval_end]");
        Long start = form.integer("parameters[interval_start]");
        Long end = form.integer("parameters[interval_end]");
        if (start == null || end == null || start >= end) {
            throw StripeError.invalid(
                    null, "parameters[interval_end]", "The interval must end after it starts.");
        }
        long latest = types.latest();
        if (end > latest) {
            throw StripeError.invalid(
                    null,
                    "parameters[interval_end]",
                    "Data is available up to " + latest + " only; try again later.");
        }
        zone(given.get("timezone"));
    }

    private static ZoneId zone(@Nullable String name) {
        try {
            return name == null ? ZoneId.of("Etc/UTC") : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw StripeError.invalid(null, "parameters[timezone]", "Invalid timezone: " + name);
        }
    }

    private ObjectNode run(String type, Map<String, String> given, List<String> columns) {
        ObjectNode run = Json.object();
        run.put("id", Ids.next("frr_"));
        run.put("object", "reporting.report_run");
        run.put("created", clock.instant().getEpochSecond());
        run.putNull("error");
        run.put("livemode", false);
        ObjectNode parameters = run.putObject("parameters");
        given.forEach((name, value) -> {
            if (name.startsWith("interval_")) {
                parameters.put(name, Long.parseLong(value));
            } else {
                parameters.put(name, value);
            }
        });
        if (!columns.isEmpty()) {
            columns.forEach(parameters.putArray("columns")::add);
        }
        run.put("report_type", type);
        run.putNull("result");
        run.put("status", "pending");
        run.putNull("succeeded_at");
        return run;
    }

    /** The run becomes a file. */
    void finish(Effects effects, String id) {
        ObjectNode run = books.get(Books.REPORT_RUN, id, "id").body();
        byte[] csv = render(run);
        String fileId = Ids.next("file_");
        effects.file(fileId, csv);
        ObjectNode file = run.putObject("result");
        file.put("id", fileId);
        file.put("object", "file");
        file.put("created", clock.instant().getEpochSecond());
        file.putNull("expires_at");
        file.put("filename", id + ".csv");
        file.put("purpose", "finance_report_run");
        file.put("size", csv.length);
        file.putNull("title");
        file.put("type", "csv");
        file.put("url", baseUri + contentsPath(fileId));
        run.put("status", "succeeded");
        run.put("succeeded_at", clock.instant().getEpochSecond());
        put(effects, run);
        events.tell(effects, "reporting.report_run.succeeded", run);
    }

    private byte[] render(ObjectNode run) {
        ObjectNode parameters = (ObjectNode) run.path("parameters");
        String type = Json.required(run, "report_type");
        var sql = new StringBuilder(LINES);
        var params = new LinkedHashMap<String, Object>();
        params.put("from", Json.number(parameters, "interval_start"));
        params.put("to", Json.number(parameters, "interval_end"));
        sql.append(
                switch (type) {
                    case ReportTypes.PAYOUTS -> IS_PAYOUT + IN_TIME.formatted(LEAVES);
                    case ReportTypes.PAYOUT_RECONCILIATION ->
                            "not " + IS_PAYOUT + IN_TIME.formatted(ARRIVES);
                    default -> "not " + IS_PAYOUT + IN_TIME.formatted("b.created_s");
                });
        for (String column : List.of("currency", "reporting_category", "payout")) {
            String value = Json.text(parameters, column);
            if (value != null) {
                sql.append(" and b.").append(column).append(" = :").append(column);
                params.put(column, value);
            }
        }
        List<SettlementCsv.Line> lines =
                jdbc.sql(sql + " order by b.seq")
                        .params(params)
                        .query((row, _) ->
                                new SettlementCsv.Line(
                                        Books.movement(row),
                                        document(row.getString("charge_body")),
                                        document(row.getString("intent_body")),
                                        document(row.getString("refund_body")),
                                        document(row.getString("payout_body"))))
                        .list();
        lines = new SettlementFaults(faults).applied(lines);
        var columns = new java.util.ArrayList<String>();
        parameters.path("columns").forEach(column -> columns.add(column.asString("")));
        return new SettlementCsv(zone(Json.text(parameters, "timezone")))
                .render(type, columns, lines);
    }

    private static @Nullable ObjectNode document(@Nullable String body) {
        return body == null ? null : Json.parse(body);
    }

    private static void put(Effects effects, ObjectNode run) {
        effects.put(
                new Effects.Stored(
                        Json.required(run, "id"),
                        Books.REPORT_RUN,
                        Json.number(run, "created"),
                        null,
                        null,
                        run));
    }

    private ApiAnswer retrieve(ApiRequest request, Effects effects) {
        request.form().allowOnly(Set.of("expand"));
        ObjectNode run = books.get(Books.REPORT_RUN, request.id(), "report_run").body();
        return ApiAnswer.ok(reachable(run, request.base()));
    }

    private ApiAnswer list(ApiRequest request, Effects effects) {
        request.form().allowOnly(Listing.PARAMETERS);
        Listing listing = Listing.of(request.form());
        List<ObjectNode> rows =
                books.list(Books.REPORT_RUN, Map.of(), listing).stream()
                        .map(stored -> reachable(stored.body(), request.base()))
                        .toList();
        return ApiAnswer.ok(listing.page("/v1/reporting/report_runs", rows));
    }

    /** The port may have changed since the run: the link leads to where the caller is now. */
    private static ObjectNode reachable(ObjectNode run, URI base) {
        if (run.get("result") instanceof ObjectNode file) {
            file.put("url", base + contentsPath(Json.required(file, "id")));
        }
        return run;
    }

    private static String contentsPath(String fileId) {
        return "/v1/files/" + fileId + "/contents";
    }

    private ApiAnswer file(ApiRequest request, Effects effects) {
        byte[] body = bytes(request.id());
        ObjectNode file = Json.object();
        file.put("id", request.id());
        file.put("object", "file");
        file.put("filename", request.id() + ".csv");
        file.put("purpose", "finance_report_run");
        file.put("size", body.length);
        file.put("type", "csv");
        file.put("url", request.base() + contentsPath(request.id()));
        return ApiAnswer.ok(file);
    }

    private ApiAnswer contents(ApiRequest request, Effects effects) {
        return new ApiAnswer(200, "text/csv", bytes(request.id()));
    }

    private byte[] bytes(String id) {
        return books.file(id).orElseThrow(() -> StripeError.noSuch("file", id, "file"));
    }
}
