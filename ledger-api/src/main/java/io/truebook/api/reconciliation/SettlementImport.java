package io.truebook.api.reconciliation;

import io.truebook.api.provider.SettlementDialect;
import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.api.provider.SettlementSource;
import io.truebook.projection.reconciliation.KeptFile;
import io.truebook.projection.reconciliation.NewFile;
import io.truebook.projection.reconciliation.SettlementFiles;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
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

    /** The problem of a file that is not the one of its batch. */
    static final String OTHER_BATCH = "is not the batch asked for";

    private static final String UPLOAD = "upload";
    private static final String REPORT_RUN = "report_run";

    private final SettlementFiles files;
    private final FeeBooking fees;
    private final PayoutBooking payouts;
    private final Clock clock;

    public SettlementImport(
            SettlementFiles files, FeeBooking fees, PayoutBooking payouts, Clock clock) {
        this.files = files;
        this.fees = fees;
        this.payouts = payouts;
        this.clock = clock;
    }

    /**
     * Takes an uploaded file in; the same bytes again give the first answer, unless another file
     * has taken their place since.
     *
     * @throws SettlementFileInvalid and keeps nothing
     */
    public KeptFile upload(String tenant, SettlementSource source, SpooledFile file) {
        return take(tenant, source, file, UPLOAD, null, null);
    }

    /** Takes a file in that the provider was asked for, of a whole period. */
    KeptFile fetched(
            String tenant, SettlementSource source, SpooledFile file, @Nullable Coverage coverage) {
        return take(tenant, source, file, REPORT_RUN, coverage, null);
    }

    /**
     * Takes the file of a batch in that the provider was asked for.
     *
     * @throws SettlementFileInvalid also when it is another batch's, whatever its name was
     */
    KeptFile fetched(String tenant, SettlementSource source, SpooledFile file, long batch) {
        var stored = take(tenant, source, file, REPORT_RUN, null, batch);
        // Known before, as what it is: nobody has looked at its number this time.
        requireBatch(batch, files.batchOf(stored.id()));
        return stored;
    }

    private static void requireBatch(long asked, OptionalLong is) {
        if (is.isEmpty() || is.getAsLong() != asked) {
            throw new SettlementFileInvalid(2, "Batch Number", OTHER_BATCH);
        }
    }

    private KeptFile take(
            String tenant,
            SettlementSource source,
            SpooledFile file,
            String origin,
            @Nullable Coverage coverage,
            @Nullable Long batch) {
        var header =
                files.asItCounts(
                        new NewFile(
                                tenant,
                                source.connection(),
                                file.sha256(),
                                origin,
                                coverage == null ? null : coverage.from(),
                                coverage == null ? null : coverage.to(),
                                clock.instant()));
        var position = files.journalPosition();
        var stored = store(header, source.dialect(), file, position, batch);
        if (source.onlyFilesTellOfPayouts()) {
            payouts.book(tenant, source.connection(), stored.id());
        }
        // Also of a file that was there before: a crash may have come between it and its fees.
        fees.book(tenant, source.connection(), stored.id());
        return stored;
    }

    private KeptFile store(
            NewFile header,
            SettlementDialect dialect,
            SpooledFile file,
            long position,
            @Nullable Long batch) {
        try {
            return files.store(
                    header,
                    sink -> {
                        var content = new SettlementCsv(dialect).read(file, sink);
                        var is = content.ending().batch();
                        if (batch != null) {
                            requireBatch(
                                    batch, is == null ? OptionalLong.empty() : OptionalLong.of(is));
                        }
                        return closing(header, content, position);
                    });
        } catch (SettlementFiles.RepeatedRow repeated) {
            throw new SettlementFileInvalid(
                    lineOf(repeated.ordinal(), dialect, file),
                    dialect.required().getFirst(),
                    "is on an earlier line, too");
        }
    }

    /** The database counts rows; people count lines, and a cell may go over several. */
    private static long lineOf(long ordinal, SettlementDialect dialect, SpooledFile file) {
        var lines = new long[1];
        var left = new AtomicLong(ordinal);
        new SettlementCsv(dialect)
                .read(
                        file,
                        (number, _) -> {
                            if (left.decrementAndGet() == 0) {
                                lines[0] = number;
                            }
                        });
        return lines[0];
    }

    private static SettlementFiles.Closing closing(
            NewFile header, SettlementCsv.Content content, long position) {
        var ending = content.ending();
        var totals = content.totals();
        var answer =
                new Answer(
                        header.id(),
                        "settlement_file",
                        header.connection(),
                        header.sha256(),
                        ending.reportType(),
                        totals.rows(),
                        totals.totals(),
                        totals.payouts(),
                        position);
        return new SettlementFiles.Closing(
                ending.reportType(), ending.batch(), ReportJson.bytes(answer));
    }
}
