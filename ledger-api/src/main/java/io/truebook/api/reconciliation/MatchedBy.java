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

    /** The repairs that tell the first two apart. */
    record Known(Set<String> recordedByPeople) {

        static Known of(List<RepairDone> repairs) {
            var known = new Known(new HashSet<>());
            for (var repair : repairs) {
                if (!repair.kind().isOwnEntry() && !repair.automatic()) {
                    known.recordedByPeople.add(repair.object());
                }
            }
            return known;
        }

        MatchedBy by(Finding matched) {
            if (matched.agreesByRepair()) {
                return FORCED;
            }
            return recordedByPeople.contains(matched.object()) ? MANUAL : AUTO;
        }
    }
}
