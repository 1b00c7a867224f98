package io.truebook.api.reconciliation;

import io.truebook.api.reconciliation.ReportDocument.RepairLine;
import io.truebook.projection.reconciliation.ReconciliationRuns;
import io.truebook.projection.reconciliation.ReconciliationRuns.ItemFilter;
import io.truebook.projection.reconciliation.ReconciliationRuns.KeptReport;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Finished reports in their three forms, written line by line: none is ever whole in memory. */
public final class Reports {

    /** What a report can be had as. */
    public enum Form {
        /** Head and every transaction. */
        JSON,
        /** Every transaction, one a line. */
        CSV,
        /** The page to print: figures, breaks and timing; what agrees only in sums. */
        HTML
    }

    private final ReconciliationRuns runs;

    public Reports(ReconciliationRuns runs) {
        this.runs = runs;
    }

    /** By the id of a run. */
    public Optional<Report> find(String tenant, String runId) {
        return runs.report(tenant, runId).map(Report::new);
    }

    /** One report. Written twice, it is the same bytes. */
    public final class Report {

        private final KeptReport kept;

        private Report(KeptReport kept) {
            this.kept = kept;
        }

        public void write(Form form, OutputStream out) throws IOException {
            var whole = kept.whole();
            if (whole != null) {
                out.write(
                        switch (form) {
                            case JSON -> whole.json();
                            case CSV -> whole.csv();
                            case HTML -> whole.html();
                        });
                return;
            }
            try {
                writeLines(form, out);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        /**
         * One of its tables as CSV.
         *
         * @return whether there is one: reports kept in one piece have none
         */
        public boolean write(ReportSection section, OutputStream out) throws IOException {
            var head = kept.head();
            if (head == null) {
                return false;
            }
            var csv = new CSVPrinter(text(out), CSVFormat.RFC4180);
            csv.printRecord(section.columns());
            for (var row : section.rows(ReportJson.head(head), repairs(), isPruned()).toList()) {
                csv.printRecord(row);
            }
            csv.flush();
            return true;
        }

        /** What a browser may do with the HTML form: show it, and nothing else. */
        public String contentSecurityPolicy() {
            return ReportStyle.policy(ReportStyle.of(kept.runId()));
        }

        /** In memory: for reports known to be small. */
        public byte[] bytes(Form form) {
            var out = new ByteArrayOutputStream();
            try {
                write(form, out);
            } catch (IOException e) {
                throw new UncheckedIOException("Nothing is written to but memory", e);
            }
            return out.toByteArray();
        }

        private void writeLines(Form form, OutputStream out) throws IOException {
            var head = kept.head();
            if (head == null) {
                throw new IllegalStateException("No report is kept of run " + kept.runId());
            }
            switch (form) {
                case JSON -> ReportJson.write(head, repairs(), this::all, this::isPruned, out);
                case CSV -> {
                    var text = text(out);
                    ReportCsv.write(ReportJson.head(head), this::all, text);
                    text.flush();
                }
                case HTML -> {
                    var text = text(out);
                    ReportHtml.write(
                            ReportJson.head(head),
                            repairs(),
                            this::breaks,
                            this::timing,
                            isPruned(),
                            text);
                    text.flush();
                }
            }
        }

        private void all(Consumer<ReportDocument.Line> each) {
            lines(ItemFilter.ALL, each);
        }

        private void breaks(Consumer<ReportDocument.Line> each) {
            lines(ItemFilter.OPEN, each);
        }

        private void timing(Consumer<ReportDocument.Line> each) {
            lines(ItemFilter.TIMING, each);
        }

        private boolean isPruned() {
            return runs.isPruned(kept.runId());
        }

        private List<RepairLine> repairs() {
            return runs.repairs(kept.runId()).stream().map(RepairLine::of).toList();
        }

        private void lines(ItemFilter filter, Consumer<ReportDocument.Line> each) {
            runs.items(kept.runId(), filter, item -> each.accept(ReportDocument.Line.of(item)));
        }
    }

    private static BufferedWriter text(OutputStream out) {
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }
}
