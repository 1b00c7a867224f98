package io.truebook.api.provider.stripe;

import io.truebook.api.provider.ProviderHistory;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stripe's lists of events, PaymentIntents and refunds.
 *
 * <p>Events are kept for 30 days there; they tell what became of older objects, and only those are
 * asked for that are booked. The two lists tell what was made, also where its event is gone.
 */
final class StripeHistory implements ProviderHistory {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Of the types that are booked only: the list has those of the whole account. */
    private static final String EVENTS =
            StripeCallbacks.LISTED.stream()
                    .map(type -> "types[]=" + type + "&")
                    .collect(Collectors.joining("", "/v1/events?", ""));

    private final String connection;
    private final StripeApi api;
    private final StripeFacts facts;

    StripeHistory(String connection, StripeApi api) {
        this.connection = connection;
        this.api = api;
        this.facts = new StripeFacts(connection);
    }

    @Override
    public String connection() {
        return connection;
    }

    @Override
    public Optional<Page> page(Shelf shelf, Instant since, @Nullable String after) {
        var path = path(shelf) + "limit=100&created[gte]=" + Math.max(0, since.getEpochSecond());
        if (after != null) {
            path += "&starting_after=" + StripeRequests.encode(after);
        }
        return api.get(path) instanceof StripeReply.Answered answered
                        && answered.isSuccess()
                        && answered.body().path("data").isArray()
                ? Optional.of(page(shelf, answered.body(), since))
                : Optional.empty();
    }

    private static String path(Shelf shelf) {
        return switch (shelf) {
            case EVENTS -> EVENTS;
            case PAYMENTS -> "/v1/payment_intents?expand[]=data.latest_charge.balance_transaction&";
            case REFUNDS -> "/v1/refunds?expand[]=data.balance_transaction&";
        };
    }

    private Page page(Shelf shelf, JsonNode list, Instant since) {
        List<byte[]> events = new ArrayList<>();
        List<Made> made = new ArrayList<>();
        @Nullable Instant newest = null;
        @Nullable String last = null;
        for (var object : list.path("data")) {
            last = Fields.textOrNull(object, "id");
            switch (shelf) {
                case EVENTS -> {
                    events.add(JSON.writeValueAsBytes(object));
                    var at = Fields.time(object, "created", since);
                    newest = newest == null || at.isAfter(newest) ? at : newest;
                }
                case PAYMENTS -> made("payment", object, since).ifPresent(made::add);
                case REFUNDS -> made("refund", object, since).ifPresent(made::add);
            }
        }
        boolean more = list.path("has_more").asBoolean(false);
        return new Page(events, newest, made, more ? last : null);
    }

    private Optional<Made> made(String kind, JsonNode object, Instant since) {
        var operation = StripeFacts.operationOf(object);
        var id = Fields.textOrNull(object, "id");
        if (operation == null || id == null) {
            return Optional.empty(); // Somebody else's.
        }
        var status = Fields.textOrNull(object, "status");
        return Optional.of(
                new Made(
                        kind,
                        id,
                        kind.equals("refund") ? Fields.reference(object, "payment_intent") : null,
                        operation,
                        Fields.textOrNull(object.path("metadata"), StripeRequests.TRANSACTION),
                        amount(object),
                        status == null ? "unknown" : status,
                        Fields.time(object, "created", since),
                        facts(kind, object, since)));
    }

    private static @Nullable Money amount(JsonNode object) {
        var currency = Fields.textOrNull(object, "currency");
        var amount = object.path("amount");
        return currency == null || !amount.canConvertToLong()
                ? null
                : StripeCurrencies.money(amount.asLong(), currency).orElse(null);
    }

    /** What cannot be read says nothing here; its event is parked, where people see it. */
    private List<ProviderFact> facts(String kind, JsonNode object, Instant seenAt) {
        try {
            return kind.equals("refund")
                    ? facts.ofRefund(object, seenAt)
                    : facts.ofPayment(object, seenAt);
        } catch (StripeFacts.Unreadable | ArithmeticException unreadable) {
            return List.of();
        }
    }
}
