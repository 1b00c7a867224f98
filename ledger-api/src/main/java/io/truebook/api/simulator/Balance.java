package io.truebook.api.simulator;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /v1/balance} and {@code /v1/balance_transactions}: what the provider owes, and every
 * movement that made it.
 */
final class Balance {
    private record Sum(String currency, long available, long pending) {}

    private final Clock clock;
    private final JdbcClient jdbc;
    private final Books books;
    private final Expansion expansion;

    Balance(Clock clock, JdbcClient jdbc, Books books, Expansion expansion) {
        this.clock = clock;
        this.jdbc = jdbc;
        this.books = books;
        this.expansion = expansion;
    }

    void routes(Router<Handler> router) {
        router.on("GET", "/v1/balance", this::balance);
        router.on("GET", "/v1/balance_transactions", this::list);
        router.on("GET", "/v1/balance_transactions/{id}", this::retrieve);
    }

    private ApiAnswer balance(ApiRequest request, Effects effects) {
        request.form().allowOnly(Set.of("expand"));
        List<Sum> sums =
                jdbc.sql(
                                """
                                select currency,
                                       coalesce(sum(amount_minor - fee_minor)
                                   filter (where available_on_s <= :now), 0),
                                       coalesce(sum(amount_minor - fee_minor)
                                   filter (where available_on_s > :now), 0)
                                from balance_transaction group by currency order by currency
                                """)
                        .param("now", now())
                        .query((row, _) ->
                                new Sum(row.getString(1), row.getLong(2), row.getLong(3)))
                        .list();
        ObjectNode body = Json.object();
        body.put("object", "balance");
        ArrayNode available = body.putArray("available");
        body.put("livemode", false);
        ArrayNode pending = body.putArray("pending");
        for (Sum sum : sums) {
            add(available, sum.currency(), sum.available());
            add(pending, sum.currency(), sum.pending());
        }
        return ApiAnswer.ok(body);
    }

    private static void add(ArrayNode sums, String currency, long amount) {
        ObjectNode entry = sums.addObject();
        entry.put("amount", amount);
        entry.put("currency", currency);
        entry.putObject("source_types").put("card", amount);
    }

    private ApiAnswer retrieve(ApiRequest request, Effects effects) {
        request.form().allowOnly(Set.of("expand"));
        BalanceTransaction movement =
                books.movement(request.id())
                        .orElseThrow(() ->
                                StripeError.noSuch("balance transaction", request.id(), "id"));
        return ApiAnswer.ok(expansion.expand(effects, movement.body(now()), request.form()));
    }

    private ApiAnswer list(ApiRequest request, Effects effects) {
        Form form = request.form();
        var filters = ObjectList.filters(form, List.of("currency", "payout", "source", "type"));
        Listing listing = Listing.of(form);
        List<ObjectNode> rows =
                books.movements(filters, listing).stream()
                        .map(movement -> movement.body(now()))
                        .toList();
        return ApiAnswer.ok(
                expansion.expand(effects, listing.page("/v1/balance_transactions", rows), form));
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
