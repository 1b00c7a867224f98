package io.truebook.api.http;

import io.truebook.api.reconciliation.Reconciliations;
import io.truebook.api.reconciliation.ReportSection;
import io.truebook.api.reconciliation.Reports.Form;
import io.truebook.api.reconciliation.Reports.Report;
import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
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
