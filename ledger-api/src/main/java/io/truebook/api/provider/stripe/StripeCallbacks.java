package io.truebook.api.provider.stripe;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.ledger.provider.ProviderFact;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Stripe's events: which prove themselves, which are for us, and what they say.
 *
 * <p>Read as raw JSON, never as the library's typed events, which vanish or fail when the account's
 * version is another than the library's. Money comes from charges, refunds and disputes; {@code
 * charge.refunded} is a running total and books nothing.
 */
public final class StripeCallbacks implements CallbackDialect {

    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * The types to ask for where events are listed: those that are booked, but for states on the
     * way and second names of others, for Stripe takes 20 at most.
     */
    static final List<String> LISTED =
            List.of(
                    "charge.succeeded",
                    "charge.captured",
                    "charge.updated",
                    "charge.failed",
                    "charge.expired",
                    "charge.dispute.created",
                    "charge.dispute.updated",
                    "charge.dispute.funds_withdrawn",
                    "charge.dispute.funds_reinstated",
                    "charge.dispute.closed",
                    "refund.created",
                    "refund.updated",
                    "refund.failed",
                    "payment_intent.processing",
                    "payment_intent.payment_failed",
                    "payment_intent.canceled",
                    "payout.created",
                    "payout.paid",
                    "payout.failed",
                    "payout.canceled");

    private final String connection;
    private final StripeSignature signature;
    private final @Nullable StripeProvider provider;
    private final @Nullable Boolean live;
    private final StripeFacts facts;
    private final StripeDisputes disputes;
    private final StripePayouts payouts;

    /**
     * @param provider null for an account that we only listen to
     * @param live whether events of the live or of the test mode are ours; null for both
     */
    public StripeCallbacks(
            String connection,
            List<String> secrets,
            @Nullable StripeProvider provider,
            @Nullable Boolean live) {
        this.connection = connection;
        this.signature = new StripeSignature(secrets);
        this.provider = provider;
        this.live = live;
        this.facts = new StripeFacts(connection);
        this.disputes = new StripeDisputes(connection);
        this.payouts = new StripePayouts(connection);
    }

    @Override
    public String connection() {
        return connection;
    }

    @Override
    public boolean isGenuine(byte[] body, Function<String, List<String>> headers, Instant now) {
        return signature.holds(body, headers.apply(StripeSignature.HEADER), now);
    }

    @Override
    public Optional<Duration> ageOfProof(
            byte[] body, Function<String, List<String>> headers, Instant now) {
        return signature.age(body, headers.apply(StripeSignature.HEADER), now);
    }

    @Override
    public Envelope envelope(byte[] body) {
        var event = json(body);
        var id = Fields.textOrNull(event, "id");
        var type = Fields.textOrNull(event, "type");
        var eventId = id == null ? "sha256:" + sha256(body) : id;
        var object = event.path("data").path("object");
        var subject = Fields.reference(object, "payment_intent");
        if (subject == null) {
            subject = Fields.textOrNull(object, "id");
        }
        return new Envelope(
                eventId, type == null ? "unknown" : type, subject == null ? eventId : subject);
    }

    @Override
    public Reading read(byte[] body) {
        var event = json(body);
        var foreign = whyNotOurs(event);
        if (foreign != null) {
            return new Reading.Parked(foreign);
        }
        try {
            return read(event, Fields.text(event, "type"), event.path("data").path("object"));
        } catch (StripeFacts.Unreadable | ArithmeticException unreadable) {
            return new Reading.Parked("It cannot be read: " + unreadable.getMessage());
        }
    }

    private Reading read(JsonNode event, String type, JsonNode object) {
        var seenAt = Fields.time(event, "created", Instant.EPOCH);
        return switch (type) {
            case "charge.succeeded",
                    "charge.captured",
                    "charge.updated",
                    "charge.failed",
                    "charge.pending" ->
                    told(event, object, facts.ofCharge(object, seenAt), feeOf(object));
            case "charge.expired" ->
                    told(event, object, List.of(facts.expired(object, seenAt)), null);
            case "refund.created", "refund.updated", "refund.failed", "charge.refund.updated" ->
                    told(event, object, facts.ofRefund(object, seenAt), null);
            case "payment_intent.processing",
                    "payment_intent.requires_action",
                    "payment_intent.payment_failed",
                    "payment_intent.canceled" ->
                    told(event, object, facts.statusOf(object, seenAt), null);
            case "charge.dispute.created",
                    "charge.dispute.updated",
                    "charge.dispute.funds_reinstated",
                    "charge.dispute.closed" ->
                    told(event, object, disputes.of(object, false, seenAt), null);
            case "charge.dispute.funds_withdrawn" ->
                    told(event, object, disputes.of(object, true, seenAt), null);
            case "payout.created",
                    "payout.updated",
                    "payout.paid",
                    "payout.failed",
                    "payout.canceled" ->
                    new Reading.OfPayout(Fields.text(object, "id"), payouts.of(object, seenAt));
            case "charge.refunded",
                    "payment_intent.created",
                    "payment_intent.succeeded",
                    "payment_intent.partially_funded",
                    "payment_intent.amount_capturable_updated" ->
                    new Reading.Evidence("The objects it stands for are booked, not the event");
            case "radar.early_fraud_warning.created", "radar.early_fraud_warning.updated" ->
                    new Reading.Evidence("A warning moves no money; a dispute may follow");
            case "balance.available",
                    "payout.reconciliation_completed",
                    "reporting.report_run.succeeded",
                    "reporting.report_run.failed",
                    "reporting.report_type.updated" ->
                    new Reading.Evidence("Reconciliation reads the files it is about");
            default -> new Reading.Parked("A type we do not book: " + type);
        };
    }

    private static Reading told(
            JsonNode event, JsonNode object, List<ProviderFact> facts, @Nullable FeeQuestion fee) {
        if (facts.isEmpty()) {
            return new Reading.Evidence("Nothing to book");
        }
        var ids =
                Stream.of(
                                Fields.reference(object, "id"),
                                Fields.reference(object, "payment_intent"),
                                Fields.reference(object, "charge"),
                                Fields.reference(object, "latest_charge"))
                        .filter(Objects::nonNull)
                        .toList();
        var key = Fields.textOrNull(event.path("request"), "idempotency_key");
        var route = new Route(StripeFacts.operationOf(object), key, ids);
        return new Reading.Facts(facts, route, fee);
    }

    private @Nullable String whyNotOurs(JsonNode event) {
        if (!"event".equals(Fields.textOrNull(event, "object"))) {
            return "No snapshot event";
        }
        if (!StripeVersions.isReadable(Fields.textOrNull(event, "api_version"))) {
            return "Its api_version is not one we can read";
        }
        if (event.path("account").isString()) {
            return "It is about another account";
        }
        var mode = event.path("livemode");
        return live != null && mode.isBoolean() && mode.booleanValue() != live
                ? "It is of the other mode: livemode " + mode.booleanValue()
                : null;
    }

    private static @Nullable FeeQuestion feeOf(JsonNode charge) {
        var movement = Fields.textOrNull(charge, "balance_transaction");
        boolean taken =
                charge.path("captured").asBoolean(false)
                        && "succeeded".equals(Fields.textOrNull(charge, "status"));
        if (movement == null || !taken) {
            return null;
        }
        long captured = charge.path("amount_captured").asLong(0);
        return new FeeQuestion(
                movement,
                Fields.text(charge, "id"),
                Fields.reference(charge, "payment_intent"),
                captured == 0 || captured == charge.path("amount").asLong(0));
    }

    @Override
    public byte[] withoutPersonalData(byte[] body) {
        return StripeRedaction.of(body);
    }

    @Override
    public Optional<List<ProviderFact>> fees(FeeQuestion question) {
        return provider == null
                ? Optional.empty()
                : provider.fees(
                        question.movementId(),
                        question.objectId(),
                        question.paymentReference(),
                        question.wholly());
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException garbage) {
            return MissingNode.getInstance();
        }
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
