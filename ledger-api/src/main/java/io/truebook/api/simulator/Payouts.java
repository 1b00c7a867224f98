package io.truebook.api.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Money sent to the merchant's bank. A payout is made over the control only: it contains everything
 * on the balance of its currency that no payout contains yet. {@code paid} means expected at the
 * bank; it can still fail, and then the money is back on the balance. It is expected in two days,
 * unless an {@code arrival_date} is given.
 */
final class Payouts {
    private static final Duration UNTIL_ARRIVAL = Duration.ofDays(2);

    private static final String BANK_ACCOUNT = "DE02120300000000202051";

    /** One lock for all payouts: two at once would contain the same movements. */
    private static final String LOCK = "payouts";

    private final Clock clock;
    private final Books books;
    private final PaymentLocks locks;
    private final Events events;
    private final Movements movements;
    private final Expansion expansion;

    Payouts(ProviderParts parts) {
        this.clock = parts.clock;
        this.books = parts.books;
        this.locks = parts.locks;
        this.events = parts.events;
        this.movements = parts.movements;
        this.expansion = parts.expansion;
    }

    void routes(Router<Handler> router) {
        router.on("GET", "/v1/payouts", this::list);
        router.on("GET", "/v1/payouts/{id}", this::retrieve);
    }

    ObjectNode create(Effects effects, ObjectNode request) {
        String given = Json.text(request, "currency");
        if (given == null) {
            throw StripeError.invalid(
                    "parameter_missing", "currency", "Missing required param: currency.");
        }
        String currency = given.toLowerCase(Locale.ROOT);
        locks.hold(effects, LOCK);
        List<BalanceTransaction> rows = books.notPaidOut(currency);
        long amount = rows.stream().mapToLong(BalanceTransaction::net).reduce(0, Math::addExact);
        if (amount <= 0) {
            throw StripeError.refused(
                    "balance_insufficient",
                    "currency",
                    "There is nothing to pay out in " + currency + ".");
        }
        ObjectNode payout = payout(currency, amount, request);
        String id = Json.required(payout, "id");
        rows.forEach(row -> effects.payOut(row.id(), id));
        BalanceTransaction out = movements.payout(id, currency, amount, false);
        payout.put("balance_transaction", out.id());
        effects.move(out);
        put(effects, payout);
        events.tell(effects, "payout.created", payout);
        payout.put("reconciliation_status", "completed");
        events.tell(effects, "payout.reconciliation_completed", payout);
        return payout;
    }

    private ObjectNode payout(String currency, long amount, ObjectNode request) {
        long now = clock.instant().getEpochSecond();
        ObjectNode body = Json.object();
        body.put("id", Ids.next("po_"));
        body.put("object", "payout");
        body.put("amount", amount);
        body.putNull("application_fee");
        body.putNull("application_fee_amount");
        body.put(
                "arrival_date",
                request.has("arrival_date")
                        ? Json.number(request, "arrival_date")
                        : now + UNTIL_ARRIVAL.toSeconds());
        body.put("automatic", true);
        body.putNull("balance_transaction");
        body.put("created", now);
        body.put("currency", currency);
        body.put("description", "STRIPE PAYOUT");
        body.put("destination", "ba_simulated");
        body.putNull("failure_balance_transaction");
        body.putNull("failure_code");
        body.putNull("failure_message");
        body.put("livemode", false);
        body.putObject("metadata");
        body.put("method", "standard");
        body.putNull("original_payout");
        body.put("reconciliation_status", "in_progress");
        body.putNull("reversed_by");
        body.put("source_type", "card");
        body.putNull("statement_descriptor");
        body.put("status", "in_transit");
        trace(body, "pending", null);
        body.put("type", "bank_account");
        return body;
    }

    /** The id that banks pass on is known once the money is on its way through them. */
    private static void trace(ObjectNode payout, String status, @Nullable String value) {
        payout.putObject("trace_id").put("status", status).put("value", value);
    }

    ObjectNode pay(Effects effects, String id) {
        ObjectNode payout = locked(effects, id, Set.of("in_transit", "pending"));
        payout.put("status", "paid");
        trace(payout, "supported", Ids.next("trace").toUpperCase(Locale.ROOT));
        events.tell(effects, "payout.paid", payout);
        return payout;
    }

    /** Also a paid one: the bank sent it back. */
    ObjectNode fail(Effects effects, String id) {
        ObjectNode payout = locked(effects, id, Set.of("in_transit", "pending", "paid"));
        BalanceTransaction back =
                movements.payout(
                        id, Json.required(payout, "currency"), Json.number(payout, "amount"), true);
        payout.put("status", "failed");
        payout.put("failure_code", "account_closed");
        payout.put("failure_message", "The bank account has been closed.");
        payout.put("failure_balance_transaction", back.id());
        effects.move(back);
        events.tell(effects, "payout.failed", payout);
        return payout;
    }

    /**
     * What the bank's statement has of a payout, as {@code statement}: CSV to hand to a ledger. The
     * {@code amount} is the payout's unless another is given, in minor units; {@code by} is what
     * the bank names it by, its id or, once it is paid, {@code trace_id}.
     */
    ObjectNode atBank(ObjectNode request, String id) {
        ObjectNode payout = books.get(Books.PAYOUT, id, "payout").body();
        String currency = Json.required(payout, "currency").toUpperCase(Locale.ROOT);
        long amount =
                request.has("amount")
                        ? Json.number(request, "amount")
                        : Json.number(payout, "amount");
        String name = named(payout, request);
        var day =
                LocalDate.ofInstant(
                        Instant.ofEpochSecond(Json.number(payout, "arrival_date")), ZoneOffset.UTC);
        ObjectNode answer = Json.object();
        answer.put("payout", id);
        answer.put(
                "statement",
                "account,booking_date,amount,currency,text\n%s,%s,%s,%s,STRIPE %s\n"
                        .formatted(
                                BANK_ACCOUNT,
                                day,
                                AdyenAmounts.major(amount, currency),
                                currency,
                                name));
        return answer;
    }

    private static String named(ObjectNode payout, ObjectNode request) {
        String by = request.has("by") ? Json.required(request, "by") : "id";
        String name =
                switch (by) {
                    case "id" -> Json.required(payout, "id");
                    case "trace_id" -> payout.path("trace_id").path("value").stringValue(null);
                    default -> null;
                };
        if (name == null) {
            throw StripeError.refused(null, "by", "The bank does not know its " + by + ".");
        }
        return name;
    }

    private ObjectNode locked(Effects effects, String id, Set<String> statuses) {
        locks.hold(effects, LOCK);
        ObjectNode payout = books.get(Books.PAYOUT, id, "payout").body();
        String status = Json.required(payout, "status");
        if (!statuses.contains(status)) {
            throw StripeError.refused(null, "payout", "The payout is " + status + ".");
        }
        put(effects, payout);
        return payout;
    }

    private static void put(Effects effects, ObjectNode payout) {
        effects.put(
                new Effects.Stored(
                        Json.required(payout, "id"),
                        Books.PAYOUT,
                        Json.number(payout, "created"),
                        null,
                        null,
                        payout));
    }

    private ApiAnswer retrieve(ApiRequest request, Effects effects) {
        request.form().allowOnly(Set.of("expand"));
        Effects.Stored stored = books.get(Books.PAYOUT, request.id(), "payout");
        return ApiAnswer.ok(expansion.expand(effects, stored.body(), request.form()));
    }

    private ApiAnswer list(ApiRequest request, Effects effects) {
        return new ObjectList(books, expansion, Books.PAYOUT, "/v1/payouts", List.of())
                .answer(request, effects);
    }
}
