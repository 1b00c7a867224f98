package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which entry of a bank statement is which payout: by what its text names, else by its amount.
 *
 * <p>A function of its input alone. An entry is one payout or none, a payout may be several entries
 * (a part, the rest, a return). Where payouts of two accounts would do, it is none: a person sees
 * both. Neither amount nor currency is ever converted.
 */
public final class BankMatching {

    /** What named the payout; kept with the match. */
    public enum Rule {
        PAYOUT_ID,
        TRACE_ID,
        BATCH_NUMBER,
        AMOUNT_AND_DATE;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * An entry that is no payout's so far.
     *
     * @param amount above zero where the account was credited
     * @param text the bank's own reference and all it says of the entry
     * @param refused payouts that somebody has said it is not: {@link Expected#key}
     */
    public record Entry(
            String id, LocalDate bookedOn, Money amount, String text, Set<String> refused) {
        public Entry {
            refused = Set.copyOf(refused);
        }

        /** One about which nobody has said anything. */
        public Entry(String id, LocalDate bookedOn, Money amount, String text) {
            this(id, bookedOn, amount, text, Set.of());
        }
    }

    /**
     * A payout on its way to our bank, or lately there.
     *
     * @param open what of it the bank has not moved so far; below zero where we expect a debit
     */
    public record Expected(
            String connection,
            String payoutId,
            @Nullable String traceId,
            Money open,
            LocalDate arrivesOn) {

        /** The same payout id under two connections is two payouts. */
        public String key() {
            return connection + ":" + payoutId;
        }
    }

    /** An entry that is a payout's. */
    public record Match(Entry entry, Expected payout, Rule rule) {}

    private static final Pattern BATCH = Pattern.compile("batch-([0-9]{1,18})-[A-Z]{3}");
    private static final Pattern OTHER_THAN_ID = Pattern.compile("[^A-Z0-9]+");

    /** Shorter ones are found in any text. */
    private static final int SHORTEST_ID = 6;

    private static final Comparator<Entry> ORDER =
            Comparator.comparing(Entry::bookedOn).thenComparing(Entry::id);

    private final List<Expected> payouts;
    private final int bankDays;
    private final Map<Expected, Money> open = new HashMap<>();
    private final Map<Expected, Pattern> batches = new HashMap<>();

    private BankMatching(List<Expected> payouts, int bankDays) {
        this.payouts = payouts;
        this.bankDays = bankDays;
        for (var payout : payouts) {
            open.put(payout, payout.open());
            var batch = BATCH.matcher(payout.payoutId());
            if (batch.matches()) {
                var number = "\\bBATCH\\W{0,3}0{0,9}" + batch.group(1) + "\\b";
                batches.put(payout, Pattern.compile(number));
            }
        }
    }

    /**
     * @param bankDays how long after its arrival a payout may come that is known by amount alone
     */
    public static List<Match> of(List<Entry> entries, List<Expected> payouts, int bankDays) {
        var matching = new BankMatching(payouts, bankDays);
        var matches = new ArrayList<Match>();
        var unnamed = new ArrayList<Entry>();
        // All that are named first, so that none of them is taken for its amount.
        for (var entry : entries.stream().sorted(ORDER).toList()) {
            matching.named(entry).ifPresentOrElse(matches::add, () -> unnamed.add(entry));
        }
        unnamed.forEach(entry -> matching.byAmount(entry).ifPresent(matches::add));
        return List.copyOf(matches);
    }

    private Optional<Match> named(Entry entry) {
        var text = entry.text().toUpperCase(Locale.ROOT);
        var ids = OTHER_THAN_ID.matcher(text).replaceAll("");
        for (var rule : List.of(Rule.PAYOUT_ID, Rule.TRACE_ID, Rule.BATCH_NUMBER)) {
            var named =
                    payouts.stream()
                            .filter(payout -> isPossible(entry, payout))
                            .filter(payout -> names(rule, payout, entry, text, ids))
                            .toList();
            if (!named.isEmpty()) {
                return theOne(named, entry).map(payout -> match(entry, payout, rule));
            }
        }
        return Optional.empty();
    }

    private boolean names(Rule rule, Expected payout, Entry entry, String text, String ids) {
        return switch (rule) {
            case PAYOUT_ID ->
                    holds(ids, payout.payoutId())
                            && (!batches.containsKey(payout) || isOfBatch(payout, entry, text));
            case TRACE_ID -> payout.traceId() != null && holds(ids, payout.traceId());
            case BATCH_NUMBER ->
                    text.contains("BATCH")
                            && batches.containsKey(payout)
                            && batches.get(payout).matcher(text).find()
                            && isOfBatch(payout, entry, text);
            case AMOUNT_AND_DATE -> false;
        };
    }

    /** Anybody may write of a batch: it has to be the provider, or the amount. */
    private boolean isOfBatch(Expected payout, Entry entry, String text) {
        return text.contains(brand(payout)) || isExact(entry, payout);
    }

    private static String brand(Expected payout) {
        return payout.connection().split("[^A-Za-z]", 2)[0].toUpperCase(Locale.ROOT);
    }

    private static boolean holds(String ids, String id) {
        var bare = OTHER_THAN_ID.matcher(id.toUpperCase(Locale.ROOT)).replaceAll("");
        return bare.length() >= SHORTEST_ID && ids.contains(bare);
    }

    /** Of several that are named alike the one it fits exactly. */
    private Optional<Expected> theOne(List<Expected> named, Entry entry) {
        if (named.size() == 1) {
            return Optional.of(named.getFirst());
        }
        var exact = named.stream().filter(payout -> isExact(entry, payout)).toList();
        return exact.size() == 1 ? Optional.of(exact.getFirst()) : Optional.empty();
    }

    /** Of one account the payout that is due first; of two accounts none. */
    private Optional<Match> byAmount(Entry entry) {
        var fitting =
                payouts.stream()
                        .filter(payout -> isPossible(entry, payout) && isExact(entry, payout))
                        .filter(payout -> isInTime(entry, payout))
                        .sorted(
                                Comparator.comparing(Expected::arrivesOn)
                                        .thenComparing(Expected::payoutId))
                        .toList();
        if (fitting.stream().map(Expected::connection).distinct().count() != 1) {
            return Optional.empty();
        }
        return Optional.of(match(entry, fitting.getFirst(), Rule.AMOUNT_AND_DATE));
    }

    private boolean isInTime(Entry entry, Expected payout) {
        return !entry.bookedOn().isBefore(payout.arrivesOn())
                && !entry.bookedOn().isAfter(BankDays.after(payout.arrivesOn(), bankDays));
    }

    private boolean isExact(Entry entry, Expected payout) {
        return entry.amount().equals(open.get(payout));
    }

    private static boolean isPossible(Entry entry, Expected payout) {
        return entry.amount().currency().equals(payout.open().currency())
                && !entry.refused().contains(payout.key());
    }

    private Match match(Entry entry, Expected payout, Rule rule) {
        open.computeIfPresent(payout, (_, was) -> was.minus(entry.amount()));
        return new Match(entry, payout, rule);
    }
}
