package io.truebook.api.reconciliation;

import io.truebook.api.provider.BatchReports;
import io.truebook.api.provider.PeriodReports;
import io.truebook.api.provider.SettlementSource;
import io.truebook.api.reconciliation.SettlementImport.Coverage;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.reconciliation.SettlementBatches;
import io.truebook.projection.reconciliation.SettlementFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Asks a provider for the settlement of a period, where nothing that is there covers it. */
public final class ReportFetch {

    /** What came of it. */
    public sealed interface Result {

        /** Nothing is missing now, or nobody can be asked. */
        record Ready() implements Result {}

        /** The provider needs longer. */
        record NotYet(String why) implements Result {}

        /** The provider does not give it. */
        record Refused(String why) implements Result {}
    }

    /** Above what an account closes in years; more are fetched by the next request. */
    private static final int BATCHES_AT_ONCE = 1_000;

    /** So many files that are late in a row hide no later one. */
    private static final int LOOK_AHEAD = 3;

    private final SettlementFiles files;
    private final SettlementBatches batches;
    private final SettlementImport imports;

    public ReportFetch(SettlementFiles files, SettlementBatches batches, SettlementImport imports) {
        this.files = files;
        this.batches = batches;
        this.imports = imports;
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

    private Result fetch(String tenant, PeriodReports source, Period period, String wish) {
        if (files.covers(tenant, source.connection(), period.from(), period.to())) {
            return new Result.Ready();
        }
        return intoFile(path ->
                switch (source.fetch(period.from(), period.to(), "tb_" + wish, path)) {
                    case PeriodReports.Fetched.NotYet(var why) -> new Result.NotYet(why);
                    case PeriodReports.Fetched.Refused(var why) -> new Result.Refused(why);
                    case PeriodReports.Fetched.Downloaded(var coversTo) -> {
                        take(tenant, source, path, new Coverage(period.from(), coversTo));
                        yield new Result.Ready();
                    }
                });
    }

    /**
     * Fetches the batches that were announced, that are missing between others, and that follow the
     * last one: a lost announcement loses no batch. One that is not there holds up no other; its
     * rows are waited for as any late row is.
     */
    public Result fetchNew(String tenant, BatchReports source) {
        var known = batches.known(tenant, source.connection());
        var wanted = known.wanted();
        for (long batch : wanted) {
            var result = fetchOne(tenant, source, batch);
            if (result instanceof One.Stopped(var why)) {
                return why;
            }
        }
        int absent = 0;
        for (long batch = known.next(); absent < LOOK_AHEAD; batch++) {
            if (batch >= known.next() + BATCHES_AT_ONCE) {
                return new Result.NotYet("There are more batches");
            }
            if (wanted.contains(batch)) {
                continue;
            }
            switch (fetchOne(tenant, source, batch)) {
                case One.Taken _ -> absent = 0;
                case One.NotThere _ -> absent++;
                case One.Stopped(var why) -> {
                    return why;
                }
            }
        }
        return new Result.Ready();
    }

    /** What came of one batch. */
    private sealed interface One {
        record Taken() implements One {}

        record NotThere() implements One {}

        record Stopped(Result why) implements One {}
    }

    private One fetchOne(String tenant, BatchReports source, long batch) {
        return intoFile(path ->
                switch (source.fetch(batch, path)) {
                    case BatchReports.Fetched.NotThere _ -> new One.NotThere();
                    case BatchReports.Fetched.NotNow(var why) ->
                            new One.Stopped(new Result.NotYet(why));
                    case BatchReports.Fetched.Refused(var why) ->
                            new One.Stopped(new Result.Refused(why));
                    case BatchReports.Fetched.Downloaded _ -> {
                        take(tenant, source, path, null);
                        yield new One.Taken();
                    }
                });
    }

    private void take(
            String tenant, SettlementSource source, Path path, @Nullable Coverage coverage)
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
