package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Currency;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Finding.Leg;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the settlement files say against themselves: payouts that are not the sum of their rows, and
 * batches that are not there.
 *
 * <p>None of it explains a balance: the rows count as they are, on both sides. So these findings
 * are listed and counted beside the comparison and never summed into its difference.
 */
public final class FileFindings {

    /**
     * A payout against the rows of the latest whole file that names it.
     *
     * @param amount what was paid out; zero where a batch lacks its payout
     * @param rowsSum what its rows come to
     */
    public record Proof(String payoutId, Money amount, Money rowsSum, Instant at) {

        /** Neither too much nor too little. */
        public boolean holds() {
            return amount.equals(rowsSum);
        }
    }

    /**
     * A numbered batch there must be and that cannot be read.
     *
     * @param near the currency of its neighbours: what it comes to itself, nobody knows
     * @param since when that was seen first
     * @param problem what is wrong with its file; null where there is none
     */
    public record LackingBatch(
            long number, Currency near, Instant since, @Nullable String problem) {}

    private FileFindings() {}

    /** A payout that its rows do not come to; the difference is rows less payout. */
    public static Finding of(String connection, Proof proof) {
        return new Finding(
                DerivedId.of(
                        "brk_",
                        connection,
                        Leg.PROOF.code(),
                        FindingCode.PAYOUT_MISMATCH.name(),
                        proof.payoutId(),
                        proof.amount().currency().code()),
                Leg.PROOF,
                FindingCode.PAYOUT_MISMATCH,
                proof.payoutId(),
                proof.amount(),
                proof.rowsSum(),
                null,
                proof.payoutId(),
                null,
                proof.at(),
                "The payout against the rows that name it as theirs.");
    }

    /** A batch that is lacking: TIMING while it may still come, FILE_INTEGRITY from then on. */
    public static Finding of(String connection, LackingBatch batch, Instant asOf, Duration window) {
        boolean mayCome = batch.since().plus(window).isAfter(asOf);
        var code = mayCome ? FindingCode.TIMING : FindingCode.FILE_INTEGRITY;
        var object = "batch-" + batch.number();
        return new Finding(
                DerivedId.of("brk_", connection, Leg.FILE.code(), code.name(), object),
                Leg.FILE,
                code,
                object,
                null,
                Money.zero(batch.near()),
                null,
                null,
                null,
                batch.since(),
                batch.problem() == null ? "There is no file of this batch." : batch.problem());
    }

    /** All of them that need to be told of, in the order they are given. */
    public static List<Finding> of(
            String connection,
            List<Proof> proofs,
            List<LackingBatch> lacking,
            Instant asOf,
            Duration window) {
        var proved = proofs.stream().filter(proof -> !proof.holds());
        return Stream.concat(
                        proved.map(proof -> of(connection, proof)),
                        lacking.stream().map(batch -> of(connection, batch, asOf, window)))
                .toList();
    }
}
