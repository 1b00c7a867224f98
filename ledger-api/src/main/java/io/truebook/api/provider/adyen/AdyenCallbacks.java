package io.truebook.api.provider.adyen;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.ledger.provider.ProviderFact;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Adyen's standard webhooks: which prove themselves, which are for us, and what they say.
 *
 * <p>A notification carries no time, so that an old one proves itself for ever: it is filed under
 * what it says (account, code, reference, success) and a repeat is no second one. Several items in
 * one message are several callbacks.
 */
public final class AdyenCallbacks implements CallbackDialect {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ITEMS = "notificationItems";
    private static final String ITEM = "NotificationRequestItem";
    private static final String ACCEPTED = "[accepted]";

    /** A user's name and password that Adyen sends beside the signature. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login of " + user; // Never the password: this ends up in logs.
        }
    }

    private final String connection;
    private final AdyenSignature signature;
    private final @Nullable String merchantAccount;
    private final @Nullable Login login;
    private final @Nullable Boolean live;
    private final AdyenFacts facts;

    /**
     * @param hmacKeys hexadecimal; each may sign, as while one is being replaced
     * @param merchantAccount whose notifications are ours; null for every one
     * @param login null when only the signature is asked for
     * @param live whether notifications of the live or of the test platform are ours; null for both
     * @throws IllegalArgumentException when a key is not hexadecimal
     */
    public AdyenCallbacks(
            String connection,
            List<String> hmacKeys,
            @Nullable String merchantAccount,
            @Nullable Login login,
            @Nullable Boolean live) {
        this.connection = connection;
        this.signature = new AdyenSignature(hmacKeys);
        this.merchantAccount = merchantAccount;
        this.login = login;
        this.live = live;
        this.facts = new AdyenFacts(connection);
    }

    @Override
    public String connection() {
        return connection;
    }

    /** Every item must be signed: one forged beside a genuine one makes all of it a forgery. */
    @Override
    public boolean isGenuine(byte[] body, Function<String, List<String>> headers, Instant now) {
        var items = items(json(body));
        return isLoggedIn(headers.apply("Authorization"))
                && !items.isEmpty()
                && items.stream()
                        .map(AdyenNotification::of)
                        .allMatch(item -> signature.holds(item, item.signature()));
    }

    private boolean isLoggedIn(List<String> headers) {
        if (login == null) {
            return true;
        }
        var pair = login.user() + ":" + login.password();
        var expected = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
        return headers.size() == 1
                && MessageDigest.isEqual(
                        expected.getBytes(UTF_8), headers.getFirst().getBytes(UTF_8));
    }

    @Override
    public List<byte[]> letters(byte[] body) {
        var message = json(body);
        var items = items(message);
        if (items.size() <= 1) {
            return List.of(body);
        }
        var letters = new ArrayList<byte[]>();
        for (var item : items) {
            var letter = JSON.createObjectNode();
            letter.set("live", message.path("live"));
            letter.putArray(ITEMS).addObject().set(ITEM, item);
            letters.add(JSON.writeValueAsBytes(letter));
        }
        return List.copyOf(letters);
    }

    @Override
    public String acknowledgement() {
        return ACCEPTED;
    }

    @Override
    public Envelope envelope(byte[] body) {
        var told = only(json(body));
        var id =
                String.join(
                        ":",
                        String.valueOf(told.merchantAccount()),
                        String.valueOf(told.eventCode()),
                        String.valueOf(told.pspReference()),
                        String.valueOf(told.success()));
        var payment = told.payment();
        if (AdyenFacts.REPORT_AVAILABLE.equals(told.eventCode())) {
            // A corrected file has the name of the first one: only the time tells them apart.
            id += ":" + AdyenFields.time(told.item(), "eventDate");
        }
        return new Envelope(
                id,
                told.eventCode() == null ? "unknown" : told.eventCode(),
                payment == null ? id : payment);
    }

    @Override
    public Reading read(byte[] body) {
        var message = json(body);
        var told = only(message);
        var foreign = whyNotOurs(message, told);
        if (foreign != null) {
            return new Reading.Parked(foreign);
        }
        try {
            return facts.of(told);
        } catch (AdyenFields.Unreadable | ArithmeticException unreadable) {
            return new Reading.Parked("It cannot be read: " + unreadable.getMessage());
        }
    }

    private @Nullable String whyNotOurs(JsonNode message, AdyenNotification told) {
        if (told.isAmbiguous()) {
            return "A colon in a signed field: its ends cannot be told apart";
        }
        if (merchantAccount != null && !merchantAccount.equals(told.merchantAccount())) {
            return "It is about another merchant account";
        }
        var mode = AdyenFields.textOrNull(message, "live");
        return live != null && mode != null && !mode.equals(live.toString())
                ? "It is of the other platform: live " + mode.equals("true")
                : null;
    }

    @Override
    public byte[] withoutPersonalData(byte[] body) {
        return AdyenRedaction.of(body);
    }

    /** Fees are known from the settlement alone. */
    @Override
    public Optional<List<ProviderFact>> fees(FeeQuestion question) {
        return Optional.of(List.of());
    }

    private static AdyenNotification only(JsonNode message) {
        var items = items(message);
        return AdyenNotification.of(items.isEmpty() ? MissingNode.getInstance() : items.getFirst());
    }

    private static List<JsonNode> items(JsonNode message) {
        var items = new ArrayList<JsonNode>();
        for (var wrapper : message.path(ITEMS)) {
            items.add(wrapper.path(ITEM));
        }
        return items;
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException garbage) {
            return MissingNode.getInstance();
        }
    }
}
