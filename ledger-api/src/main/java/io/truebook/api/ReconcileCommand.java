package io.truebook.api;

import io.truebook.api.operations.Invocation;
import io.truebook.api.operations.LedgerClock;
import io.truebook.api.operations.Subcommand;
import io.truebook.api.provider.ProviderSettings;
import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.api.reconciliation.RateCards;
import io.truebook.api.reconciliation.ReconciliationOutcome;
import io.truebook.api.reconciliation.ReconciliationSettings;
import io.truebook.api.reconciliation.ReportSection;
import io.truebook.api.reconciliation.Reports.Form;
import io.truebook.api.reconciliation.Reports.Report;
import io.truebook.api.reconciliation.SpooledFile;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.ledger.reconciliation.Windows;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * Reconciles a day from a shell, whether the ledger runs or not: {@code reconcile --provider stripe
 * --date 2026-11-20 [--time-zone Europe/Berlin] [--file x.csv] --out report/}.
 *
 * <p>Exit code 0: no open break, 1: breaks, 2: it could not run. It works as one more node of the
 * ledger, on the same database; what it starts for that, it stops.
 */
final class ReconcileCommand implements Subcommand {

    private static final String TENANT = "default";

    @Override
    public String name() {
        return "reconcile";
    }

    @Override
    public String summary() {
        return "the ledger against the provider's settlement: --provider P --date YYYY-MM-DD"
                + " [--time-zone Z] [--file x.csv] --out DIRECTORY";
    }

    @Override
    public int run(Invocation invocation) throws Exception {
        var provider = invocation.required("provider");
        var out = Path.of(invocation.required("out"));
        try {
            var day = LocalDate.parse(invocation.required("date"));
            var zone = ZoneId.of(invocation.option("time-zone").orElse("UTC"));
            var period = Period.ofDays(day, day, zone);
            if (period.from().isAfter(LedgerClock.system().instant())) {
                invocation.err().println("--date is still to come.");
                return FAILED;
            }
            try (var database = invocation.openLedger();
                    var node =
                            ReconcileNode.on(
                                    database.database(),
                                    providers(invocation),
                                    windows(invocation),
                                    rates(invocation))) {
                var outcome =
                        node.reconcile(
                                TENANT,
                                provider,
                                period,
                                invocation.option("file").map(Path::of),
                                simulator(invocation));
                return finish(invocation, out, outcome);
            }
        } catch (DateTimeException unreadable) {
            invocation.err().println("--date is a date such as 2026-11-20, --time-zone a name.");
        } catch (SettlementFileInvalid broken) {
            invocation.err().println("The file is broken. " + broken.getMessage());
        } catch (SpooledFile.TooLarge | NoSuchFileException unreadable) {
            invocation.err().println("The file cannot be read: " + unreadable.getMessage());
        }
        return FAILED;
    }

    private static int finish(Invocation invocation, Path out, ReconciliationOutcome outcome)
            throws IOException {
        return switch (outcome) {
            case ReconciliationOutcome.Failed(var why) -> {
                invocation.err().println(why);
                yield FAILED;
            }
            case ReconciliationOutcome.Completed(var run, var report) -> {
                Files.createDirectories(out);
                write(report, Form.JSON, out.resolve("reconciliation.json"));
                write(report, Form.CSV, out.resolve("reconciliation.csv"));
                write(report, Form.HTML, out.resolve("reconciliation.html"));
                for (var section : ReportSection.values()) {
                    write(report, section, out.resolve(section.code() + ".csv"));
                }
                invocation
                        .out()
                        .println(
                                "%s: matched %d, timing %d, breaks %d; report in %s"
                                        .formatted(
                                                run.id(),
                                                run.matched(),
                                                run.timing(),
                                                run.breaks(),
                                                out));
                yield run.breaks() == 0 ? OK : FOUND;
            }
        };
    }

    private static void write(Report report, Form form, Path file) throws IOException {
        try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
            report.write(form, out);
        }
    }

    private static Windows windows(Invocation invocation) {
        return Binder.get(invocation.environment())
                .bindOrCreate("truebook.reconciliation", ReconciliationSettings.class)
                .windows();
    }

    private static void write(Report report, ReportSection section, Path file) throws IOException {
        try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
            report.write(section, out);
        }
    }

    private static ProviderSettings providers(Invocation invocation) {
        return Binder.get(invocation.environment())
                .bindOrCreate("truebook", ProviderSettings.class);
    }

    private static RateCards rates(Invocation invocation) {
        return Binder.get(invocation.environment()).bindOrCreate("truebook", RateCards.class);
    }

    private static SimulatorSwitch simulator(Invocation invocation) {
        return Binder.get(invocation.environment())
                .bindOrCreate("truebook.simulator", SimulatorSwitch.class);
    }
}
