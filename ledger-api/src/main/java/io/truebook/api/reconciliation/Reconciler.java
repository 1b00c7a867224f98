package io.truebook.api.reconciliation;

import io.truebook.ledger.reconciliation.BankFindings;
import io.truebook.ledger.reconciliation.FileFindings;
import io.truebook.ledger.reconciliation.FileFindings.LackingBatch;
import io.truebook.ledger.reconciliation.Finding;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.ledger.reconciliation.RateCard;
import io.truebook.ledger.reconciliation.RunningComparison;
import io.truebook.projection.reconciliation.ComparisonQueries;
import io.truebook.projection.reconciliation.ComparisonQueries.BothSides;
import io.truebook.projection.reconciliation.ComparisonQueries.FileRef;
import io.truebook.projection.reconciliation.ComparisonQueries.Loaded;
import io.truebook.projection.reconciliation.KnownBy;
import io.truebook.projection.reconciliation.NewRun;
import io.truebook.projection.reconciliation.NewRun.Figures;
import io.truebook.projection.reconciliation.ReconciliationRuns;
import io.truebook.projection.reconciliation.ReconciliationRuns.Identity;
import io.truebook.projection.reconciliation.ReconciliationRuns.Summary;
import io.truebook.projection.reconciliation.SettlementPayouts.Proof;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes one run: books what fees and payouts are left, reads both sides, compares, keeps what it
 * found.
 *
 * <p>The same inputs give the same run, and its lines are kept: asking again never gives other
 * ones. A run that is killed leaves nothing; it is made again from the beginning.
 */
public final class Reconciler {

    private static final long ROWS_PER_PROGRESS = 50_000;

    private final FeeBooking fees;
    private final PayoutBooking payouts;
    private final ComparisonQueries queries;
    private final ReconciliationRuns runs;
    private final RateCards rates;
    private final Clock clock;

    /** One of which no contract is known. */
    public Reconciler(
            FeeBooking fees,
            PayoutBooking payouts,
            ComparisonQueries queries,
            ReconciliationRuns runs,
            Clock clock) {
        this(fees, payouts, queries, runs, RateCards.NONE, clock);
    }

    public Reconciler(
            FeeBooking fees,
            PayoutBooking payouts,
            ComparisonQueries queries,
            ReconciliationRuns runs,
            RateCards rates,
            Clock clock) {
        this.fees = fees;
        this.payouts = payouts;
        this.queries = queries;
        this.runs = runs;
        this.rates = rates;
        this.clock = clock;
    }

    /** Told how far a run is, in movements and settlement rows. */
    @FunctionalInterface
    public interface Progress {
        void at(long done, long total);
    }

    /** Works on the settlement rows there are; nobody is asked for more. */
    public Summary run(String tenant, String connection, Period period) {
        return run(tenant, connection, period, (_, _) -> {});
    }

    /** The same, telling how far it is. Runs of one connection wait for each other. */
    public Summary run(String tenant, String connection, Period period, Progress progress) {
        return run(tenant, connection, period, null, progress);
    }

    /**
     * The same as it would have been at an earlier time. Nothing is booked and no break changes:
     * the run is no news. Where the run of that time is there, it is the answer.
     *
     * @param known what may be seen; null: everything there is
     */
    public Summary run(
            String tenant,
            String connection,
            Period period,
            @Nullable KnownBy known,
            Progress progress) {
        var asOf = period.asOf(known == null ? clock.instant() : known.at());
        var reading = new Reading(tenant, connection, period, asOf, known);
        var id = runs.alone(tenant, connection, run -> make(reading, run, progress));
        return runs.find(tenant, id).orElseThrow();
    }

    private record Reading(
            String tenant,
            String connection,
            Period period,
            Instant asOf,
            @Nullable KnownBy known) {}

    private <T> T read(Reading of, Function<BothSides, T> use) {
        return queries.read(of.tenant, of.connection, of.period, of.asOf, of.known, use);
    }

    /**
     * Fees and payouts are booked between two snapshots, never while one is open: it keeps tables
     * from being replaced, and the writer would wait behind that.
     */
    private String make(Reading of, NewRun run, Progress progress) {
        if (of.known != null) {
            return read(of, sides -> keep(of, sides, run, progress));
        }
        var files = new ArrayList<FileRef>();
        var unbooked = new ArrayList<String>();
        var made =
                read(
                        of,
                        sides -> {
                            unbooked.addAll(sides.filesLackingPayouts());
                            if (sides.lackFees()) {
                                files.addAll(sides.loaded().files());
                            }
                            if (!files.isEmpty() || !unbooked.isEmpty()) {
                                return Optional.<String>empty();
                            }
                            return Optional.of(keep(of, sides, run, progress));
                        });
        return made.orElseGet(() -> {
            unbooked.forEach(file -> payouts.book(of.tenant, of.connection, file));
            files.forEach(file -> fees.book(of.tenant, of.connection, file.id()));
            return read(of, sides -> keep(of, sides, run, progress));
        });
    }

    private String keep(Reading of, BothSides sides, NewRun run, Progress progress) {
        var card = rates.of(of.connection);
        var identity =
                Identity.of(
                        of.tenant,
                        of.connection,
                        of.period,
                        of.asOf,
                        sides.loaded(),
                        queries.windows(),
                        card);
        if (of.known != null && runs.find(of.tenant, identity.id()).isEmpty()) {
            identity = identity.heldBack();
        }
        if (runs.find(of.tenant, identity.id()).isEmpty()) {
            var repairs = sides.repairs();
            var kept = identity;
            var figures = new ReportFigures(kept.asOf(), repairs, run.dismissed(kept));
            run.keep(kept, repairs, items -> compare(kept, card, sides, figures, items, progress));
        }
        return identity.id();
    }

    private Figures compare(
            Identity identity,
            RateCard card,
            BothSides sides,
            ReportFigures figures,
            Consumer<Finding> items,
            Progress progress) {
        var loaded = sides.loaded();
        var comparison = new RunningComparison(loaded.openingLedger(), card);
        var done = new long[] {0, 0};
        progress.at(0, loaded.rows());
        Consumer<Finding> found =
                finding -> {
                    items.accept(finding);
                    figures.add(finding);
                };
        sides.forEach(part -> {
            comparison.add(part, found);
            done[0] += part.movements().size() + part.rows().size();
            if (done[0] - done[1] >= ROWS_PER_PROGRESS) {
                done[1] = done[0];
                progress.at(done[0], loaded.rows());
            }
        });
        sides.wantedTwice().forEach(twice -> found.accept(twice.finding(identity.connection())));
        progress.at(loaded.rows(), loaded.rows());
        var rollForwards = comparison.close(found);
        var lacking = loaded.lackingBefore(identity.period().to());
        lookAtFiles(identity, loaded, lacking).forEach(found);
        lookAtBank(identity, loaded).forEach(found);
        var counts = figures.counts();
        var head = ReportDocument.of(identity, loaded, lacking, figures, rollForwards);
        return new Figures(
                counts.matched(),
                counts.timing(),
                counts.breaks(),
                rollForwards,
                ReportJson.bytes(head));
    }

    /** What is wrong with the files themselves; beside the comparison, whose sums it is none of. */
    private List<Finding> lookAtFiles(
            Identity identity, Loaded loaded, List<LackingBatch> lacking) {
        var proofs =
                Stream.concat(loaded.payouts().stream(), loaded.doubted().stream())
                        .map(Proof::judged)
                        .toList();
        return FileFindings.of(
                identity.connection(), proofs, lacking, identity.asOf(), queries.windows().batch());
    }

    /** What the bank has of payouts; it explains no balance at the provider either. */
    private List<Finding> lookAtBank(Identity identity, Loaded loaded) {
        return loaded.bank().shown().stream()
                .map(payout ->
                        BankFindings.of(
                                identity.connection(),
                                payout,
                                identity.period().to(),
                                identity.asOf(),
                                queries.windows().bankDays()))
                .flatMap(Optional::stream)
                .toList();
    }
}
