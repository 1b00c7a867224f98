package io.truebook.api.operations;

import io.truebook.projection.integrity.IntegrityCheck;
import io.truebook.projection.integrity.IntegrityReport;
import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.store.EventJson;
import java.io.IOException;
import java.sql.SQLException;

/**
 * Derives every posting and balance again from the first event: {@code verify}.
 *
 * <p>Exit code 0 when the books hold, 1 with the first difference named, 2 when it could not run.
 * It may run beside the application: it reads one snapshot and writes nothing.
 */
public final class VerifyCommand implements Subcommand {

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String summary() {
        return "verify: derives all postings and balances again and names the first difference";
    }

    @Override
    public int run(Invocation invocation) throws IOException, SQLException {
        try (var server = invocation.openLedger()) {
            var check =
                    new IntegrityCheck(
                            server.database().applicationDataSource(),
                            new EventJson(PaymentEvents.TYPES),
                            PaymentEvents::booking);
            return report(invocation, check.run());
        }
    }

    private static int report(Invocation invocation, IntegrityReport report) {
        invocation
                .out()
                .printf(
                        "%d events, %d postings, %d balances, %d transactions, %d commits%n",
                        report.events(),
                        report.postings(),
                        report.balances(),
                        report.transactions(),
                        report.batches());
        var difference = report.difference();
        if (difference.isEmpty()) {
            invocation.out().println("The books hold.");
            return OK;
        }
        var first = difference.get();
        invocation
                .out()
                .printf(
                        "FIRST DIFFERENCE in %s at event %d: %s%n",
                        first.check(), first.journalPosition(), first.message());
        return FOUND;
    }
}
