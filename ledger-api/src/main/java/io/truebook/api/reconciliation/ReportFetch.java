package io.truebook.api.reconciliation;

import io.truebook.api.provider.SettlementSource;
import io.truebook.api.reconciliation.SettlementImport.Coverage;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.reconciliation.SettlementFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

    private final SettlementFiles files;
    private final SettlementImport imports;

    public ReportFetch(SettlementFiles files, SettlementImport imports) {
        this.files = files;
        this.imports = imports;
    }

    /**
     * Doing it again fetches nothing twice.
     *
     * @param wish the same for every try of the same request
     */
    public Result fetch(String tenant, SettlementSource source, Period period, String wish) {
        var connection = source.connection();
        if (!source.isCallable() || files.covers(tenant, connection, period.from(), period.to())) {
            return new Result.Ready();
        }
        try {
            Path path = Files.createTempFile("report-", ".csv");
            try {
                return switch (source.fetch(period.from(), period.to(), "tb_" + wish, path)) {
                    case SettlementSource.Fetched.NotYet(var why) -> new Result.NotYet(why);
                    case SettlementSource.Fetched.Refused(var why) -> new Result.Refused(why);
                    case SettlementSource.Fetched.Downloaded(var coversTo) -> {
                        try (var bytes = Files.newInputStream(path);
                                var file = SpooledFile.of(bytes)) {
                            var coverage = new Coverage(period.from(), coversTo);
                            imports.fetched(tenant, source, file, coverage);
                        }
                        yield new Result.Ready();
                    }
                };
            } finally {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A file could not be written", e);
        }
    }
}
