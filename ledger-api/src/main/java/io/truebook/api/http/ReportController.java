package io.truebook.api.http;

import io.truebook.api.reconciliation.FoundLine;
import io.truebook.api.reconciliation.Reconciliations;
import io.truebook.api.reconciliation.ReportSection;
import io.truebook.api.reconciliation.Reports.Form;
import io.truebook.api.reconciliation.Reports.Report;
import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.reconciliation.ReconciliationRuns.Summary;
import io.truebook.projection.reconciliation.RunItems.Wanted;
import java.util.Arrays;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Finished reports in three forms, and their tables one by one as CSV. */
@RestController
@RequestMapping("/v1/reconciliations")
class ReportController {

    private final Reconciliations reconciliations;

    ReportController(Reconciliations reconciliations) {
        this.reconciliations = reconciliations;
    }

    /** {@code section}: one table of it, as CSV; without it the whole. */
    @GetMapping("/{id}/report")
    ResponseEntity<Resource> report(
            @PathVariable String id,
            Caller caller,
            QueryReader query,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "*/*") String accept) {
        var section =
                query.choice(
                                "section",
                                Arrays.stream(ReportSection.values())
                                        .map(ReportSection::code)
                                        .toList())
                        .flatMap(ReportSection::find);
        query.done();
        var report =
                reconciliations
                        .report(caller.tenant(), id)
                        .orElseThrow(() ->
                                new CommandRejected(
                                        Rejection.RECONCILIATION_NOT_FOUND,
                                        "There is no finished report of this id"));
        return section.isPresent() ? table(report, section.get(), accept) : whole(report, accept);
    }

    /** {@code with}: another run of the same connection and period, which counts as the later. */
    @GetMapping("/{id}/diff")
    ResponseEntity<Resource> diff(
            @PathVariable String id,
            Caller caller,
            QueryReader query,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "*/*") String accept) {
        var with = query.required("with");
        query.done();
        var before = run(caller, id);
        var after = run(caller, with);
        if (!before.connection().equals(after.connection())
                || !before.period().equals(after.period())) {
            throw InvalidRequest.field("with", "has to be a run of the same provider and period");
        }
        var type = Download.wanted(accept, MediaType.APPLICATION_JSON, Download.CSV, Download.HTML);
        var diff = reconciliations.diff(before, after);
        boolean page = type.equals(Download.HTML);
        var form = page ? Form.HTML : type.equals(Download.CSV) ? Form.CSV : Form.JSON;
        return Download.of(
                type, page ? diff.contentSecurityPolicy() : null, out -> diff.write(form, out));
    }

    /** Where one transaction is; at least one of the three has to be named. */
    @GetMapping(path = "/{id}/items", produces = "application/json")
    ResponseEntity<byte[]> items(@PathVariable String id, Caller caller, QueryReader query) {
        var wanted =
                new Wanted(
                        query.text("operation").orElse(null),
                        query.text("charge").orElse(null),
                        query.text("provider_reference").orElse(null));
        int limit = query.limit();
        long after = query.after("[0-9]{1,9}").map(Long::parseLong).orElse(0L);
        query.done();
        if (wanted.operation() == null
                && wanted.charge() == null
                && wanted.providerReference() == null) {
            throw InvalidRequest.field(
                    "operation", "is missing, as are charge and provider_reference");
        }
        var lines =
                reconciliations.lines(caller.tenant(), run(caller, id), wanted, after, limit + 1);
        boolean more = lines.size() > limit;
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(
                        FoundLine.page(
                                more ? lines.subList(0, limit) : lines,
                                more ? Long.toString(after + limit) : null));
    }

    private Summary run(Caller caller, String id) {
        return reconciliations
                .run(caller.tenant(), id)
                .orElseThrow(() -> QueryReader.notFound(Rejection.RECONCILIATION_NOT_FOUND, id));
    }

    private static ResponseEntity<Resource> whole(Report report, String accept) {
        return switch (Download.wanted(
                accept, MediaType.APPLICATION_JSON, Download.CSV, Download.HTML)) {
            case MediaType type when type.equals(Download.CSV) ->
                    Download.of(type, null, out -> report.write(Form.CSV, out));
            case MediaType type when type.equals(Download.HTML) ->
                    Download.of(
                            type,
                            report.contentSecurityPolicy(),
                            out -> report.write(Form.HTML, out));
            case MediaType type -> Download.of(type, null, out -> report.write(Form.JSON, out));
        };
    }

    private static ResponseEntity<Resource> table(
            Report report, ReportSection section, String accept) {
        var type = Download.wanted(accept, Download.CSV);
        return Download.of(
                type,
                null,
                out -> {
                    if (!report.write(section, out)) {
                        throw new CommandRejected(
                                Rejection.RECONCILIATION_NOT_FOUND,
                                "A report of this age has no tables of its own");
                    }
                });
    }
}
