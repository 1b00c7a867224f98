package io.truebook.api.operations;

import io.truebook.projection.integrity.IntegrityCheck;
import io.truebook.projection.integrity.IntegrityReport;
import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.seal.CheckpointFolder;
import io.truebook.projection.seal.SignerKey;
import io.truebook.projection.store.EventJson;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * Derives everything again from the first event, hashes every event again and compares with what
 * was sealed and signed: {@code verify}.
 *
 * <p>Exit code 0 when the books hold, 1 with the first difference named, 2 when it could not run.
 * It may run beside the application: it reads page by page and writes nothing.
 */
public final class VerifyCommand implements Subcommand {

    private static final long SECOND = 1_000_000_000;

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String summary() {
        return "verify: derives and hashes everything again and names the first difference";
    }

    @Override
    public int run(Invocation invocation) throws IOException, SQLException {
        try (var server = invocation.openLedger()) {
            var data = invocation.settings().data();
            var settings =
                    Binder.get(invocation.environment())
                            .bindOrCreate("truebook.checkpoints", CheckpointSettings.class);
            var key = CheckpointKey.read(settings.keyFileIn(data)).map(SignerKey::verifier);
            var check =
                    new IntegrityCheck(
                                    server.database().applicationDataSource(),
                                    new EventJson(PaymentEvents.TYPES),
                                    PaymentEvents::booking)
                            .against(
                                    new CheckpointFolder(settings.directoryIn(data)),
                                    key.orElse(null));
            var shown = new Shown(invocation.err());
            return report(invocation, check.run(shown::at));
        }
    }

    /** A line a second: what is looked at, how much of it, how fast. */
    private static final class Shown {

        private final PrintStream terminal;
        private String what = "";
        private long began;
        private long told;

        Shown(PrintStream terminal) {
            this.terminal = terminal;
        }

        void at(String now, long done, long total) {
            long time = System.nanoTime();
            if (!what.equals(now)) {
                what = now;
                began = time;
                told = time;
            }
            if (time - told >= SECOND) {
                told = time;
                terminal.printf(
                        "  %s: %,d of %,d (%d %%), %,d a second%n",
                        what,
                        done,
                        total,
                        total == 0 ? 100 : Math.min(100, done * 100 / total),
                        done * SECOND / Math.max(1, time - began));
            }
        }
    }

    private static int report(Invocation invocation, IntegrityReport report) {
        invocation
                .out()
                .printf(
                        "%d events, %d postings, %d balances, %d transactions, %d commits,"
                                + " %d seals, %d checkpoints%n",
                        report.events(),
                        report.postings(),
                        report.balances(),
                        report.transactions(),
                        report.batches(),
                        report.seals(),
                        report.checkpoints());
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
