package io.truebook.projection.integrity;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.account.Side;
import io.truebook.ledger.journal.Layer;
import io.truebook.ledger.journal.OpenAmount;
import io.truebook.ledger.money.Money;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds what does not net to zero on an account against the state of what it is about: a hold
 * against a payment that is authorized, a pending refund against one the provider has not answered,
 * a dispute against what it has taken, suspense against what a break has parked, a merchant's money
 * set aside against a payout nobody has told the end of. That what should stand there does is
 * {@link StandingWalk}'s.
 *
 * <p>The items of one account that are open are in memory at a time.
 */
final class ItemWalk {

    private static final String OWNERS =
            "select global_index, aggregate_id from truebook.journal_event"
                    + " where global_index = any(?)";

    /** Accounts that money passes through, and the one whose holds stand for authorizations. */
    private static final Pattern PASSED_THROUGH =
            Pattern.compile(
                    "suspense:.+|merchant:.+:payout_in_transit"
                            + "|provider:.+:(refunds_pending|disputes|clearing)");

    private static final Pattern HELD_ONLY = Pattern.compile("provider:.+:clearing");
    private static final int TOGETHER = 500;

    private record Key(boolean held, String item, String currency) {}

    /**
     * @param position of the last posting of the item, whose event is of what it is about
     */
    private record Open(long net, long position) {}

    private final Tables tables;
    private final EventReader events;
    private final HeadRow head;
    private final Map<Key, Open> open = new LinkedHashMap<>();

    ItemWalk(Tables tables, EventReader events, HeadRow head) {
        this.tables = tables;
        this.events = events;
        this.head = head;
    }

    /** A posting of the account that is walked through. */
    void post(String account, Layer layer, Side side, Money amount, String item, long position) {
        boolean held = layer != Layer.POSTED;
        if (!PASSED_THROUGH.matcher(account).matches()
                || (!held && HELD_ONLY.matcher(account).matches())) {
            return;
        }
        boolean adds = (side == Side.CREDIT) != (layer == Layer.HOLD_RELEASE);
        long signed = adds ? amount.minor() : -amount.minor();
        open.merge(
                new Key(held, item, amount.currency().code()),
                new Open(signed, position),
                (before, now) ->
                        before.net + now.net == 0
                                ? null
                                : new Open(Math.addExact(before.net, now.net), position));
    }

    /** All of the account was seen: what is left has to be what is open. */
    void end(String account) throws SQLException {
        var left = new ArrayList<>(open.entrySet());
        for (int from = 0; from < left.size(); from += TOGETHER) {
            check(account, left.subList(from, Math.min(left.size(), from + TOGETHER)));
        }
        open.clear();
    }

    private void check(String account, List<Map.Entry<Key, Open>> left) throws SQLException {
        var owners = owners(left.stream().map(one -> one.getValue().position).toList());
        var standing = standing(new HashSet<>(owners.values()));
        for (var one : left) {
            var key = one.getKey();
            var owner = owners.getOrDefault(one.getValue().position, "");
            var expected =
                    standing.getOrDefault(owner, List.of()).stream()
                            .filter(amount -> isOf(amount, account, key))
                            .map(amount -> amount.net().minor())
                            .findFirst()
                            .orElse(0L);
            if (one.getValue().net != expected) {
                throw new DifferenceFound(
                        "items",
                        one.getValue().position,
                        "%s of %s, %s: %d %s stands open; %d as %s is",
                        key.held ? "hold" : "item",
                        account,
                        key.item,
                        one.getValue().net,
                        key.currency,
                        expected,
                        owner);
            }
        }
    }

    private static boolean isOf(OpenAmount amount, String account, Key key) {
        return amount.account().equals(new AccountName(account))
                && amount.held() == key.held
                && amount.item().equals(key.item)
                && amount.net().currency().code().equals(key.currency);
    }

    private Map<Long, String> owners(List<Long> positions) throws SQLException {
        Map<Long, String> owners = new HashMap<>();
        Object[] all = positions.toArray(Long[]::new);
        tables.list(OWNERS, row -> owners.put(row.getLong(1), row.getString(2)), (Object) all);
        return owners;
    }

    private Map<String, List<OpenAmount>> standing(Set<String> aggregates) throws SQLException {
        Map<String, List<OpenAmount>> standing = new HashMap<>();
        events.of(aggregates, head.lastIndex())
                .forEach((id, read) -> standing.put(id, Standing.of(id, read)));
        return standing;
    }
}
