package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.account.Side;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.AgeBucket;
import io.truebook.projection.balance.OpenItems;
import io.truebook.projection.balance.OpenItems.Cursor;
import io.truebook.projection.balance.OpenItems.OpenItem;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What transit accounts hold, item by item: each that does not net to zero, and how old it is. */
@RestController
@RequestMapping(path = "/v1/open-items", produces = "application/json")
class OpenItemController {

    private static final Base64.Encoder TO_CURSOR = Base64.getUrlEncoder().withoutPadding();
    private static final String SEPARATOR = "\n";

    /**
     * An open item.
     *
     * @param id what it is about: a refund, a dispute, a payout, a break
     * @param amount minor units of {@code currency}, above zero on the account's normal side
     * @param since when the first of it counts from
     */
    record OpenItemResource(
            String id,
            String object,
            String account,
            long amount,
            String currency,
            Instant since,
            String ageBucket) {

        static OpenItemResource of(OpenItem item, Instant now) {
            var onNormalSide = onNormalSide(item);
            return new OpenItemResource(
                    item.item(),
                    "open_item",
                    item.account(),
                    onNormalSide.minor(),
                    onNormalSide.currency().code(),
                    item.since(),
                    AgeBucket.of(Duration.between(item.since(), now)).label());
        }

        private static Money onNormalSide(OpenItem item) {
            var normal = new AccountName(item.account()).line().normalSide();
            return normal == Side.CREDIT ? item.net() : item.net().negated();
        }
    }

    private final OpenItems items;
    private final Clock clock;

    OpenItemController(OpenItems items, Clock clock) {
        this.items = items;
        this.clock = clock;
    }

    @GetMapping
    Page<OpenItemResource> list(Caller caller, QueryReader query) {
        var accounts = List.of(query.text("account").orElse("*"));
        int limit = query.limit();
        var after = after(query);
        query.done();
        var now = clock.instant();
        var found = items.list(caller.tenant(), accounts, after, limit + 1);
        return Page.of(found, limit, OpenItemController::cursor)
                .map(item -> OpenItemResource.of(item, now));
    }

    static String cursor(OpenItem item) {
        var text = String.join(SEPARATOR, item.account(), item.item(), currency(item));
        return TO_CURSOR.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Where the last page ended. */
    static Cursor after(QueryReader query) {
        return query.after("[A-Za-z0-9_-]+").map(OpenItemController::read).orElse(Cursor.FIRST);
    }

    private static Cursor read(String cursor) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            var parts = text.split(SEPARATOR, -1);
            if (parts.length == 3 && Arrays.stream(parts).allMatch(OpenItemController::isPlain)) {
                return new Cursor(parts[0], parts[1], parts[2]);
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw InvalidRequest.fields(
                List.of(new FieldProblem("after", "has to be a next_cursor of this list")));
    }

    private static boolean isPlain(String part) {
        return part.chars().noneMatch(Character::isISOControl);
    }

    private static String currency(OpenItem item) {
        return item.net().currency().code();
    }
}
