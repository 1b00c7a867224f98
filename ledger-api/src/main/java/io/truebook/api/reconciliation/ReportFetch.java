package io.truebook.api.reconciliation;

import io.truebook.api.provider.BatchReports;
import io.truebook.api.provider.PeriodReports;
import io.truebook.api.provider.SettlementSource;
import io.truebook.api.reconciliation.SettlementImport.Coverage;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.reconciliation.SettlementBatches;
import io.truebook.projection.reconciliation.SettlementCoverage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** Asks a provider for the settlement of a period, where nothing that is there covers it. */
public final class ReportFetch {

    /** What came of it. */
    public sealed interface Result {

        /** Nothing is missing now, or nobody can be asked. */
        record Ready() implements Result {}

        /** Something could not be had that a later try may bring; the rest is there. */
        record Partly(String why) implements Result {}

        /** The provider needs longer. */
        record NotYet(String why) implements Result {}

        /** The provider does not give it. */
        record Refused(String why) implements Result {}
    }

    private final SettlementCoverage coverage;
    private final SettlementBatches batches;
    private final SettlementImport imports;
    private final Clock clock;

    public ReportFetch(
            SettlementCoverage coverage,
            SettlementBatches batches,
            SettlementImport imports,
            Clock clock) {
        this.coverage = coverage;
        this.batches = batches;
        this.imports = imports;
        this.clock = clock;
    }

    /**
     * Doing it again fetches nothing twice.
     *
     * @param wish the same for every try of the same request
     */
    public Result fetch(String tenant, SettlementSource source, Period period, String wish) {
        if (!source.isCallable()) {
            return new Result.Ready();
        }
        return switch (source) {
            case PeriodReports reports -> fetch(tenant, reports, period, wish);
            case BatchReports reports -> fetchNew(tenant, reports);
            default -> new Result.Ready();
        };
    }

    /** One after the other: what one of them brought is not asked for again. */
    private Result fetch(String tenant, PeriodReports source, Period period, String wish) {
        for (var report : source.reports()) {
            var result = fetch(tenant, source, report, period, wish);
            if (!(result instanceof Result.Ready)) {
                return result;
            }
        }
        return new Result.Ready();
    }

    private Result fetch(
            String tenant, PeriodReports source, String report, Period period, String wish) {
        var from = period.from();
        if (coverage.reaches(tenant, source.connection(), report, from, period.to())) {
            return new Result.Ready();
        }
        return intoFile(path ->
                switch (source.fetch(report, from, period.to(), "tb_" + wish, path)) {
                    case PeriodReports.Fetched.NotYet(var why) -> new Result.NotYet(why);
                    case PeriodReports.Fetched.Refused(var why) -> new Result.Refused(why);
                    case PeriodReports.Fetched.Downloaded(var coversTo) -> {
                        take(tenant, source, path, new Coverage(from, coversTo));
                        yield new Result.Ready();
                    }
                });
    }

    /** Whatever period is asked for: batches are of none. */
    public Result fetchNew(String tenant, BatchReports source) {
        return new BatchFetch(batches, tenant, source, clock)
                .all(batch ->
                        intoFile(path -> {
                            var fetched = source.fetch(batch, path);
                            if (fetched instanceof BatchReports.Fetched.Downloaded) {
                                try (var bytes = Files.newInputStream(path);
                                        var file = SpooledFile.of(bytes)) {
                                    imports.fetched(tenant, source, file, batch);
                                }
                            }
                            return fetched;
                        }));
    }

    private void take(String tenant, SettlementSource source, Path path, Coverage coverage)
            throws IOException {
        try (var bytes = Files.newInputStream(path);
                var file = SpooledFile.of(bytes)) {
            imports.fetched(tenant, source, file, coverage);
        }
    }

    private interface Download<R> {
        R into(Path path) throws IOException;
    }

    private static <R> R intoFile(Download<R> download) {
        try {
            Path path = Files.createTempFile("report-", ".csv");
            try {
                return download.into(path);
            } finally {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A file could not be written", e);
        }
    }
}
