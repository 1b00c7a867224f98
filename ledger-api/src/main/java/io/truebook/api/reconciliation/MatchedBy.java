package io.truebook.api.reconciliation;

import io.truebook.ledger.reconciliation.Finding;
import io.truebook.projection.reconciliation.RepairDone;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Why both sides agree. */
enum MatchedBy {
    /** By themselves, or by a fact that the rules recorded without asking anybody. */
    AUTO,
    /** A person approved that the fact behind it was recorded, or what was taken twice refunded. */
    MANUAL,
    /** The difference itself was booked away, to suspense or further. */
    FORCED;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The repairs that tell them apart. */
    record Known(Set<String> bookedAway, Set<String> recordedByPeople) {

        static Known of(List<RepairDone> repairs) {
            var known = new Known(new HashSet<>(), new HashSet<>());
            for (var repair : repairs) {
                if (repair.kind().isOwnEntry()) {
                    known.bookedAway.add(repair.breakId());
                } else if (!repair.automatic()) {
                    known.recordedByPeople.add(repair.object());
                }
            }
            return known;
        }

        /** A line that agrees by an entry of its break still has the id of that break. */
        MatchedBy by(Finding matched) {
            if (bookedAway.contains(matched.id())) {
                return FORCED;
            }
            return recordedByPeople.contains(matched.object()) ? MANUAL : AUTO;
        }
    }
}
