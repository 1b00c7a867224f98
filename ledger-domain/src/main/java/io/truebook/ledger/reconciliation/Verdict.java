package io.truebook.ledger.reconciliation;

import java.util.List;

/** What others make of an answer. */
sealed interface Verdict {

    /** Nobody else says anything of it. */
    record Silent() implements Verdict {}

    record Confirmed(Testimony by) implements Verdict {}

    /** Somebody names another amount. */
    record Denied(Testimony by) implements Verdict {}

    /** One who denies it outweighs all who confirm it: a person has to look. */
    static Verdict of(Answer answer, List<Testimony> testimonies) {
        Verdict verdict = new Silent();
        for (var testimony : testimonies) {
            if (testimony.concerns(answer)) {
                if (!testimony.agreesWith(answer)) {
                    return new Denied(testimony);
                }
                if (verdict instanceof Silent) {
                    verdict = new Confirmed(testimony);
                }
            }
        }
        return verdict;
    }
}
