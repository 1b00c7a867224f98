package io.truebook.ledger.payment;

import io.truebook.ledger.provider.DisputeVerdict;
import io.truebook.ledger.provider.ProviderFact;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What {@link LedgerAuditor} was told of one dispute, and what must follow for the books. */
final class ToldDispute {

    private final Map<Integer, Long> out = new LinkedHashMap<>();
    private final Map<Integer, Long> back = new LinkedHashMap<>();
    private final TreeSet<Integer> rounds = new TreeSet<>(Set.of(0));
    private final TreeMap<Integer, DisputeVerdict> verdicts = new TreeMap<>();
    private boolean aboutMoney;
    private boolean asked;

    void told(ProviderFact fact) {
        int round = fact.source().occurrence();
        switch (fact) {
            case ProviderFact.DisputeOpened f when f.inquiry() -> asked = true;
            case ProviderFact.DisputeOpened _ -> rounds.add(round);
            case ProviderFact.DisputeFundsWithdrawn f -> {
                out.put(round, f.amount().minor());
                rounds.add(round);
            }
            case ProviderFact.DisputeFundsReinstated f -> {
                back.put(round, f.amount().minor());
                aboutMoney = true;
            }
            case ProviderFact.DisputeClosed f -> verdicts.put(round, f.verdict());
            default -> throw new AssertionError("Not of a dispute: " + fact);
        }
        aboutMoney |= rounds.size() > 1;
    }

    /** Withdrawn, less what came back; below zero while only that was heard of. */
    long out() {
        return sum(out) - sum(back);
    }

    long held() {
        return verdict() == DisputeVerdict.LOST ? 0 : Math.max(0, out());
    }

    long borne() {
        return Math.max(0, out()) - held();
    }

    boolean isOpen() {
        return verdict() == null && (aboutMoney || !asked);
    }

    /** Of the last round, as far as it is known. */
    private DisputeVerdict verdict() {
        if (verdicts.isEmpty()) {
            return null;
        }
        var last = verdicts.lastEntry();
        boolean overtaken =
                last.getValue() == DisputeVerdict.INQUIRY_CLOSED
                        ? aboutMoney
                        : last.getKey() < rounds.last();
        return overtaken ? null : last.getValue();
    }

    private static long sum(Map<Integer, Long> amounts) {
        return amounts.values().stream().mapToLong(Long::longValue).sum();
    }
}
