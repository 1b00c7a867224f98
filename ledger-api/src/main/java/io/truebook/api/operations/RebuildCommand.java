package io.truebook.api.operations;

import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.rebuild.Projections;
import io.truebook.projection.rebuild.RebuildRefused;
import io.truebook.projection.rebuild.RebuildReport;
import io.truebook.projection.store.EventJson;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * Derives a projection again from the events while the ledger works: {@code rebuild}.
 *
 * <p>Exit code 0 when the new one is in use, or with {@code --compare-only} when the old one is
 * what follows from the events; 1 with the first difference when it is not; 2 when it could not
 * run.
 */
public final class RebuildCommand implements Subcommand {

    private static final String COMPARE_ONLY = "--compare-only";
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "rebuild";
    }

    @Override
    public String summary() {
        return "rebuild --projection "
                + String.join("|", Projections.NAMES)
                + " [--compare-only]: derives it again, beside the running ledger";
    }

    @Override
    public int run(Invocation invocation) throws IOException, SQLException {
        var projection = invocation.required("projection");
        boolean compareOnly = invocation.arguments().contains(COMPARE_ONLY);
        try (var server = invocation.openLedger()) {
            var rebuild =
                    Projections.rebuild(
                            projection,
                            server.database().ownerDataSource(),
                            new EventJson(PaymentEvents.TYPES),
                            progress(invocation.out()));
            return report(invocation.out(), rebuild.run(compareOnly));
        } catch (RebuildRefused refused) {
            invocation.err().println(refused.getMessage());
            return FAILED;
        }
    }

    private static LongConsumer progress(PrintStream out) {
        long[] next = {System.nanoTime() + NOW_AND_THEN.toNanos()};
        return position -> {
            if (System.nanoTime() >= next[0]) {
                out.println("at event " + position);
                next[0] = System.nanoTime() + NOW_AND_THEN.toNanos();
            }
        };
    }

    private static int report(PrintStream out, RebuildReport report) {
        out.printf(
                "%s derived from %d events; writing waited %d ms%n",
                report.projection(), report.journalPosition(), report.held().toMillis());
        if (report.behind() > 0) {
            out.printf(
                    "not compared: what %d events not yet worked off have changed%n",
                    report.behind());
        }
        report.first()
                .ifPresent(first ->
                        out.printf(
                                "%d rows differed; FIRST DIFFERENCE: %s%n",
                                report.differences(), first));
        out.println(
                report.swapped()
                        ? "It is in use now."
                        : report.first().isEmpty() ? "The one in use is right." : "Not replaced.");
        return report.swapped() || report.first().isEmpty() ? OK : FOUND;
    }
}
