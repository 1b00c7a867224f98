package io.truebook.api.http;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.Rejection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;

/**
 * Says in the OpenAPI document what the handlers' signatures do not: the headers every request has,
 * the bodies that are read by hand, and the problems.
 *
 * <p>Addresses and resources come from the code; {@link OperationText} adds the words.
 */
final class ApiDescription implements OpenApiCustomizer {

    private static final String KEY = "api_key";
    private static final String PROBLEM = "Problem";

    ApiDescription() {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(Post.class, QueryReader.class, Caller.class);
    }

    @Override
    public void customise(OpenAPI api) {
        api.setInfo(
                new Info()
                        .title("Truebook")
                        .version("1")
                        .description(
                                "A payment ledger. Amounts are integers in minor units; currencies"
                                        + " ISO 4217; times RFC 3339 in UTC."));
        components(api);
        api.getPaths()
                .forEach((path, item) -> {
                    if (path.startsWith("/v1")) {
                        item.readOperationsMap()
                                .forEach((method, each) -> describe(path, method, each));
                    }
                });
        api.getComponents().getSchemas().values().forEach(ApiDescription::inSnakeCase);
    }

    private static void components(OpenAPI api) {
        if (api.getComponents() == null) {
            api.setComponents(new Components());
        }
        var components = api.getComponents();
        for (var schema : List.of(Problem.class, ErasureResource.class, BreakBatches.Batch.class)) {
            ModelConverters.getInstance(true).readAll(schema).forEach(components::addSchemas);
        }
        components.addSecuritySchemes(
                KEY, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"));
        components.addResponses(PROBLEM, problem());
        components.addHeaders(
                RequestIdFilter.HEADER,
                header("Names the request; the client's own when it sent a sane one."));
        components.addHeaders(
                "Idempotent-Replayed", header("true when the request was made before."));
        components.addHeaders("Preference-Applied", header("What of Prefer was followed."));
    }

    private static Header header(String description) {
        return new Header().description(description).schema(text());
    }

    private static ApiResponse problem() {
        var example =
                Problem.of(
                        Rejection.REFUND_EXCEEDS_REMAINING,
                        "Left: 700 EUR, asked: 900 EUR",
                        "/v1/refunds",
                        List.of());
        var fields = new LinkedHashMap<String, Object>();
        fields.put("type", example.type());
        fields.put("title", example.title());
        fields.put("status", example.status());
        fields.put("detail", example.detail());
        fields.put("instance", example.instance());
        fields.put("code", example.code());
        fields.put("errors", List.of());
        fields.put("final", true);
        return new ApiResponse()
                .description("Refused; code is an entry of the error catalogue (docs/errors.md).")
                .addHeaderObject(RequestIdFilter.HEADER, headerRef(RequestIdFilter.HEADER))
                .content(
                        new Content()
                                .addMediaType(
                                        Problem.MEDIA_TYPE,
                                        new MediaType().schema(ref(PROBLEM)).example(fields)));
    }

    private static void describe(String path, HttpMethod method, Operation operation) {
        operation.addSecurityItem(new SecurityRequirement().addList(KEY));
        var text = OperationText.of(method + " " + path);
        text.ifPresent(known -> {
            operation.summary(known.summary());
            known.parameters().forEach(operation::addParametersItem);
        });
        if (method == HttpMethod.POST) {
            addRequestHeaders(operation);
            text.ifPresent(known -> describePost(operation, known));
        }
        var responses = operation.getResponses();
        if (responses == null) {
            responses = new ApiResponses();
            operation.responses(responses);
        }
        addHeaders(responses, method);
        for (var status : problemsOf(method)) {
            responses.addApiResponse(
                    status, new ApiResponse().$ref("#/components/responses/" + PROBLEM));
        }
    }

    private static void addRequestHeaders(Operation operation) {
        operation.addParametersItem(
                new Parameter()
                        .in("header")
                        .name(TransactionIdHeader.NAME)
                        .required(true)
                        .description(
                                "The transaction id: 1 to 255 visible ASCII characters, bare or"
                                        + " quoted. Sent again, the request has no second effect.")
                        .schema(text().minLength(1).maxLength(255))
                        .example("order-7-charge"));
        operation.addParametersItem(
                new Parameter()
                        .in("header")
                        .name("Prefer")
                        .description("respond-async, or wait=N seconds (0 to 30, default 10).")
                        .schema(text())
                        .example("wait=5"));
    }

    private static void describePost(Operation operation, OperationText text) {
        var body = text.body();
        if (body != null) {
            operation.requestBody(
                    new RequestBody()
                            .required(body.getRequired() != null)
                            .content(
                                    new Content()
                                            .addMediaType(
                                                    "application/json",
                                                    new MediaType()
                                                            .schema(body)
                                                            .example(text.example()))));
        }
        var responses = new ApiResponses();
        var answer = new MediaType().schema(ref(text.resource()));
        text.successes()
                .forEach((status, description) ->
                        responses.addApiResponse(
                                status,
                                new ApiResponse()
                                        .description(description)
                                        .content(content(answer))));
        operation.responses(responses);
    }

    private static Content content(MediaType answer) {
        return new Content().addMediaType("application/json", answer);
    }

    private static void addHeaders(ApiResponses responses, HttpMethod method) {
        for (var response : responses.values()) {
            response.addHeaderObject(RequestIdFilter.HEADER, headerRef(RequestIdFilter.HEADER));
            if (method == HttpMethod.POST) {
                response.addHeaderObject("Idempotent-Replayed", headerRef("Idempotent-Replayed"));
                response.addHeaderObject("Preference-Applied", headerRef("Preference-Applied"));
            }
        }
    }

    private static List<String> problemsOf(HttpMethod method) {
        var all = new ArrayList<>(List.of("400", "401", "403", "404", "406", "422", "503"));
        if (method == HttpMethod.POST) {
            all.addAll(List.of("409", "413", "415"));
        }
        return all;
    }

    private static Header headerRef(String name) {
        return new Header().$ref("#/components/headers/" + name);
    }

    private static Schema<?> ref(String name) {
        return new Schema<>().$ref("#/components/schemas/" + name);
    }

    static Schema<?> text() {
        var schema = new Schema<>();
        schema.addType("string");
        return schema;
    }

    /** Answers are written in snake_case; the reader of the classes does not know that. */
    @SuppressWarnings({"rawtypes", "unchecked"}) // As the library declares it.
    private static void inSnakeCase(Schema schema) {
        Map<String, Schema> properties = schema.getProperties();
        if (properties == null) {
            return;
        }
        Map<String, Schema> renamed = new LinkedHashMap<>();
        properties.forEach((name, property) -> renamed.put(snake(name), property));
        schema.setProperties(renamed);
        if (schema.getRequired() != null) {
            List<String> required = schema.getRequired();
            schema.setRequired(required.stream().map(ApiDescription::snake).toList());
        }
    }

    private static String snake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
