package io.truebook.api.reconciliation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.truebook.ledger.reconciliation.BankFindings.Transit;
import io.truebook.ledger.reconciliation.Comparison;
import io.truebook.ledger.reconciliation.FileFindings.LackingBatch;
import io.truebook.ledger.reconciliation.FindingCode;
import io.truebook.ledger.reconciliation.RollForward;
import io.truebook.projection.reconciliation.BankSide;
import io.truebook.projection.reconciliation.ComparisonQueries.FileRef;
import io.truebook.projection.reconciliation.ComparisonQueries.Loaded;
import io.truebook.projection.reconciliation.FindingItems;
import io.truebook.projection.reconciliation.ReconciliationRuns.Identity;
import io.truebook.projection.reconciliation.RepairDone;
import io.truebook.projection.reconciliation.SettlementPayouts;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The head of a reconciliation report, in the order it is read in; its lines follow as {@code
 * items}.
 *
 * <p>Amounts: minor units, signed as they change the provider account's balance; a difference is
 * provider less ledger. Nothing in it depends on when it was written.
 */
record ReportDocument(
        String id,
        String object,
        String provider,
        String from,
        String to,
        String timeZone,
        String firstBusinessDate,
        String lastBusinessDate,
        String cutOff,
        String asOf,
        int ruleVersion,
        long journalPosition,
        @Nullable String previousRun,
        List<FileRef> files,
        Counts counts,
        List<CurrencyPart> rollForward,
        List<MatchedPart> matchedBy,
        List<CodePart> byCode,
        List<AgePart> ageing,
        List<PayoutPart> payouts,
        List<Long> missingBatches,
        List<BankPart> bankUnmatched) {

    /** Reports that were kept before there was one of these have none. */
    @SuppressWarnings("NullAway")
    ReportDocument {
        cutOff = cutOff == null ? to : cutOff;
        matchedBy = matchedBy == null ? List.of() : List.copyOf(matchedBy);
        payouts = payouts == null ? List.of() : List.copyOf(payouts);
        missingBatches = missingBatches == null ? List.of() : List.copyOf(missingBatches);
        bankUnmatched = bankUnmatched == null ? List.of() : List.copyOf(bankUnmatched);
    }

    record Counts(long matched, long timing, long breaks, long dismissed) {}

    /**
     * What agrees.
     *
     * @param how by itself (auto), by what a person approved (manual), or booked away (forced)
     */
    record MatchedPart(String how, String currency, long count, long amount) {}

    record CodePart(String code, String status, String currency, long count, long amount) {}

    /**
     * A payout of the period, or an earlier one that was not proved before, against the rows it
     * contains; a difference is a PAYOUT_MISMATCH.
     *
     * @param rows how many they are
     * @param bankDate of the last entry of our bank's statements that is this payout's; null: none
     * @param bankAmount what those entries come to
     */
    record PayoutPart(
            String id,
            String currency,
            long amount,
            long rows,
            long rowsAmount,
            long difference,
            @Nullable String code,
            @Nullable String bankDate,
            @Nullable Long bankAmount) {

        static PayoutPart of(SettlementPayouts.Proof proof, List<Transit> banked) {
            long difference = proof.differenceMinor();
            var bank =
                    banked.stream()
                            .filter(payout -> payout.payoutId().equals(proof.id()))
                            .filter(payout ->
                                    payout.sent().currency().code().equals(proof.currency()))
                            .filter(payout -> payout.bankedOn() != null)
                            .findFirst();
            return new PayoutPart(
                    proof.id(),
                    proof.currency(),
                    proof.amountMinor(),
                    proof.rows(),
                    proof.rowsMinor(),
                    difference,
                    difference == 0 ? null : FindingCode.PAYOUT_MISMATCH.name(),
                    bank.map(payout -> String.valueOf(payout.bankedOn())).orElse(null),
                    bank.map(payout -> payout.banked().minor()).orElse(null));
        }
    }

    /** An entry of our bank's statements that is no payout's; above zero where we got it. */
    record BankPart(String id, String account, String date, long amount, String currency) {

        static BankPart of(BankSide.Unmatched entry) {
            return new BankPart(
                    entry.id(),
                    entry.account(),
                    entry.bookedOn().toString(),
                    entry.amount().minor(),
                    entry.amount().currency().code());
        }
    }

    /**
     * One transaction, matched or not.
     *
     * @param broughtForward its difference when the period began, in the currency of the difference
     */
    record Line(
            String id,
            String code,
            String status,
            String severity,
            String leg,
            String object,
            @Nullable String charge,
            @Nullable String providerReference,
            @Nullable String balanceTransaction,
            @Nullable Long ledgerAmount,
            @Nullable String ledgerCurrency,
            @Nullable Long providerAmount,
            @Nullable String providerCurrency,
            long difference,
            String currency,
            String occurredAt,
            String age,
            String evidence,
            long broughtForward,
            @Nullable String ledgerTransaction,
            @Nullable String payout,
            @Nullable Long batch,
            @Nullable String firstSeenAt,
            @Nullable String owner,
            @Nullable String proposedRepair,
            @Nullable String proposedBy) {

        static Line of(FindingItems.Item item) {
            var beside = item.difference();
            return new Line(
                    item.id(),
                    item.code(),
                    beside == null ? item.status() : beside.status(),
                    item.severity(),
                    item.leg(),
                    item.object(),
                    item.chargeId(),
                    item.providerReference(),
                    item.balanceTransactionId(),
                    item.ledgerMinor(),
                    item.ledgerCurrency(),
                    item.providerMinor(),
                    item.providerCurrency(),
                    item.differenceMinor(),
                    item.currency(),
                    item.occurredAt().toString(),
                    item.age(),
                    item.evidence(),
                    item.broughtForwardMinor(),
                    beside == null ? null : beside.ledgerTransaction(),
                    beside == null ? null : beside.payoutId(),
                    beside == null ? null : beside.batch(),
                    beside == null ? null : beside.firstSeenAt().toString(),
                    beside == null ? null : beside.owner(),
                    beside == null ? null : beside.proposedRepair(),
                    beside == null ? null : beside.proposedBy());
        }
    }

    /** A repair that was carried out by the run's journal position. */
    record RepairLine(
            @JsonProperty("break") String breakId,
            String code,
            String object,
            String repair,
            int attempt,
            long amount,
            String currency,
            String proposedBy,
            String approvedBy,
            boolean automatic,
            String appliedAt,
            List<WrittenEvent> events) {

        static RepairLine of(RepairDone repair) {
            return new RepairLine(
                    repair.breakId(),
                    repair.code(),
                    repair.object(),
                    repair.kind().code(),
                    repair.attempt(),
                    repair.amount().minor(),
                    repair.amount().currency().code(),
                    repair.proposedBy(),
                    repair.approvedBy(),
                    repair.automatic(),
                    repair.appliedAt().toString(),
                    repair.written().stream()
                            .map(written -> new WrittenEvent(written.event(), written.position()))
                            .toList());
        }
    }

    /** An event, and where it is in the journal. */
    record WrittenEvent(String event, long journalPosition) {}

    static ReportDocument of(
            Identity identity,
            Loaded loaded,
            List<LackingBatch> lacking,
            ReportFigures figures,
            List<RollForward> rollForwards) {
        var period = identity.period();
        return new ReportDocument(
                identity.id(),
                "reconciliation_report",
                identity.connection(),
                period.from().toString(),
                period.to().toString(),
                period.zone().getId(),
                period.firstDay().toString(),
                period.lastDay().toString(),
                period.to().atZone(period.zone()).toOffsetDateTime().toString(),
                identity.asOf().toString(),
                Comparison.RULE_VERSION,
                identity.position(),
                identity.previousRunId(),
                loaded.files(),
                figures.counts(),
                rollForwards.stream()
                        .map(part ->
                                CurrencyPart.of(
                                        part, figures.dismissed(part.currency()), loaded.before()))
                        .toList(),
                figures.matchedBy(),
                figures.byCode(),
                figures.ageing(),
                Stream.concat(loaded.payouts().stream(), loaded.doubted().stream())
                        .map(proof -> PayoutPart.of(proof, loaded.bank().payouts()))
                        .toList(),
                lacking.stream().map(LackingBatch::number).toList(),
                loaded.bank().unmatched().stream().map(BankPart::of).toList());
    }
}
