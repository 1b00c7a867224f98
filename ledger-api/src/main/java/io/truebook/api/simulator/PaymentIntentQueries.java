package io.truebook.api.simulator;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a payment is found again: by id, in a list, or by search.
 *
 * <p>Search takes clauses such as {@code metadata['key']:'value'} and {@code status:'succeeded'},
 * joined by AND. At the real provider it is only eventually consistent: a payment may be missing
 * for about a minute. Here it is hidden for {@link Knobs#searchLag()}, so that a caller can be
 * tested against it; never use search to read what was just written.
 */
final class PaymentIntentQueries {
    /** A metadata key or a field, an operator, a quoted text or a number. */
    private static final Pattern CLAUSE =
            Pattern.compile(
                    "(?:metadata\\[(?:'([^']*)'|\"([^\"]*)\")]|([a-z_]+))"
                            + "(:|<=|>=|<|>)"
                            + "(?:'([^']*)'|\"([^\"]*)\"|([0-9]+))");

    private static final Set<String> TEXTS = Set.of("status", "currency", "customer");
    private static final Set<String> NUMBERS = Set.of("amount", "created");
    private static final int READ_AT_MOST = 1_000;

    private final Clock clock;
    private final Books books;
    private final Expansion expansion;
    private final Supplier<Knobs> knobs;

    PaymentIntentQueries(ProviderParts parts) {
        this.clock = parts.clock;
        this.books = parts.books;
        this.expansion = parts.expansion;
        this.knobs = parts.knobs::get;
    }

    void routes(Router<Handler> router) {
        router.on("GET", "/v1/payment_intents", this::list);
        router.on("GET", "/v1/payment_intents/search", this::search);
        router.on("GET", "/v1/payment_intents/{id}", this::retrieve);
    }

    private ApiAnswer retrieve(ApiRequest request, Effects effects) {
        request.form().allowOnly(Set.of("expand", "client_secret"));
        Effects.Stored stored = books.get(Books.PAYMENT_INTENT, request.id(), "intent");
        return ApiAnswer.ok(expansion.expand(effects, stored.body(), request.form()));
    }

    private ApiAnswer list(ApiRequest request, Effects effects) {
        Form form = request.form();
        var allowed = new HashSet<>(Listing.PARAMETERS);
        allowed.add("customer");
        form.allowOnly(allowed);
        Listing listing = Listing.of(form);
        List<ObjectNode> rows =
                books.list(Books.PAYMENT_INTENT, Map.of(), listing).stream()
                        .map(Effects.Stored::body)
                        .toList();
        return ApiAnswer.ok(
                expansion.expand(effects, listing.page("/v1/payment_intents", rows), form));
    }

    private ApiAnswer search(ApiRequest request, Effects effects) {
        Form form = request.form();
        form.allowOnly(Set.of("expand", "limit", "page", "query"));
        Listing listing = Listing.of(form);
        var metadata = new LinkedHashMap<String, String>();
        var conditions = new ArrayList<Predicate<ObjectNode>>();
        for (String clause : form.required("query").split("(?i)\\s+AND\\s+")) {
            read(clause.strip(), metadata, conditions);
        }
        long latest = clock.instant().minus(knobs.get().searchLag()).getEpochSecond();
        List<ObjectNode> found =
                books.search(metadata, latest, READ_AT_MOST).stream()
                        .map(Effects.Stored::body)
                        .filter(intent ->
                                conditions.stream().allMatch(condition -> condition.test(intent)))
                        .toList();
        ObjectNode body = Json.object();
        body.put("object", "search_result");
        var data = body.putArray("data");
        found.stream().limit(listing.limit()).forEach(data::add);
        body.put("has_more", found.size() > listing.limit());
        body.putNull("next_page");
        body.put("url", "/v1/payment_intents/search");
        return ApiAnswer.ok(expansion.expand(effects, body, form));
    }

    private static void read(
            String clause, Map<String, String> metadata, List<Predicate<ObjectNode>> conditions) {
        Matcher matcher = CLAUSE.matcher(clause);
        if (!matcher.matches()) {
            throw StripeError.invalid(null, "query", "We were unable to parse your search query.");
        }
        String key = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        String field = matcher.group(3);
        String operator = matcher.group(4);
        String text = matcher.group(5) != null ? matcher.group(5) : matcher.group(6);
        String value = text != null ? text : matcher.group(7);
        if (key != null && operator.equals(":")) {
            metadata.put(key, value);
        } else if (field != null && TEXTS.contains(field) && operator.equals(":")) {
            conditions.add(intent -> value.equals(Json.text(intent, field)));
        } else if (field != null && NUMBERS.contains(field) && value.matches("[0-9]{1,18}")) {
            long bound = Long.parseLong(value);
            conditions.add(intent -> compare(Json.number(intent, field), operator, bound));
        } else {
            throw StripeError.invalid(
                    null, "query", "This field or operator is not supported by search.");
        }
    }

    private static boolean compare(long number, String operator, long bound) {
        return switch (operator) {
            case "<" -> number < bound;
            case "<=" -> number <= bound;
            case ">" -> number > bound;
            case ">=" -> number >= bound;
            default -> number == bound;
        };
    }
}
