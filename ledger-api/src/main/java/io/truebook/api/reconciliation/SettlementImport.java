package io.truebook.api.reconciliation;

import io.truebook.api.provider.SettlementSource;
import io.truebook.projection.reconciliation.SettlementFiles;
import io.truebook.projection.reconciliation.SettlementFiles.NewFile;
import io.truebook.projection.reconciliation.SettlementFiles.Stored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes settlement files in: whole or not at all, once each, and their fees with them. */
public final class SettlementImport {

    /** What a file was answered with, and is answered with for ever. */
    record Answer(
            String id,
            String object,
            String provider,
            String sha256,
            String reportType,
            long rows,
            List<SettlementTotals.Total> totals,
            List<SettlementTotals.Payout> payouts,
            long journalPosition) {}

    /** The period a file was asked for, and the end of what it can know of it. */
    record Coverage(Instant from, Instant to) {}

    private final SettlementFiles files;
    private final FeeBooking fees;
    private final Clock clock;

    public SettlementImport(SettlementFiles files, FeeBooking fees, Clock clock) {
        this.files = files;
        this.fees = fees;
        this.clock = clock;
    }

    /**
     * Takes an uploaded file in; the same bytes again give the first answer.
     *
     * @throws SettlementFileInvalid and keeps nothing
     */
    public Stored upload(String tenant, SettlementSource source, SpooledFile file) {
        return take(tenant, source, file, null);
    }

    /** Takes a file in that the provider was asked for. */
    Stored fetched(String tenant, SettlementSource source, SpooledFile file, Coverage coverage) {
        return take(tenant, source, file, coverage);
    }

    private Stored take(
            String tenant, SettlementSource source, SpooledFile file, @Nullable Coverage coverage) {
        var header =
                new NewFile(
                        tenant,
                        source.connection(),
                        file.sha256(),
                        coverage == null ? "upload" : "report_run",
                        coverage == null ? null : coverage.from(),
                        coverage == null ? null : coverage.to(),
                        clock.instant());
        var stored = files.store(header, sink -> read(source, file, header, sink));
        // Also of a file that was there before: a crash may have come between it and its fees.
        fees.book(tenant, source.connection(), stored.id());
        return stored;
    }

    private SettlementFiles.Closing read(
            SettlementSource source,
            SpooledFile file,
            NewFile header,
            SettlementFiles.RowSink sink) {
        try (var bytes = file.open()) {
            var totals = new SettlementCsv(source::decimals).read(bytes, sink);
            var answer =
                    new Answer(
                            header.id(),
                            "settlement_file",
                            header.connection(),
                            header.sha256(),
                            totals.reportType(),
                            totals.rows(),
                            totals.totals(),
                            totals.payouts(),
                            files.journalPosition());
            return new SettlementFiles.Closing(
                    totals.reportType(), totals.rows(), ReportJson.bytes(answer));
        } catch (IOException gone) {
            throw new UncheckedIOException("The file could not be read back", gone);
        }
    }
}
