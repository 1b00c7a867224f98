package io.truebook.api.http;

import io.truebook.api.reconciliation.Reconciliations;
import io.truebook.api.reconciliation.Reports.Form;
import io.truebook.api.reconciliation.Reports.Report;
import io.truebook.api.reconciliation.SettlementSources;
import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.Recorded;
import io.truebook.projection.store.TransactionRegister;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reconciliations: asked for, shown, and their reports in three forms. */
@RestController
@RequestMapping("/v1/reconciliations")
class ReconciliationController {

    private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

    private final TransactionGate gate;
    private final TransactionRegister register;
    private final SettlementSources sources;
    private final Reconciliations reconciliations;

    ReconciliationController(
            TransactionGate gate,
            TransactionRegister register,
            SettlementSources sources,
            Reconciliations reconciliations) {
        this.gate = gate;
        this.register = register;
        this.sources = sources;
        this.reconciliations = reconciliations;
    }

    @PostMapping(consumes = "application/json", produces = "application/json")
    ResponseEntity<byte[]> create(Post post) {
        var body = post.json();
        var provider = body.segment("provider");
        @Nullable String date = body.optionalText("business_date").orElse(null);
        @Nullable String from = body.optionalText("from").orElse(null);
        @Nullable String to = body.optionalText("to").orElse(null);
        var zone = body.optionalText("time_zone").orElse(RequestedPeriod.DEFAULT_ZONE);
        var fields = new TreeMap<>(body.done());
        fields.put("time_zone", zone);
        var period = RequestedPeriod.of(date, from, to, zone);
        SettlementAccess.find(sources, post.caller(), provider);
        return gate.pass(
                post,
                post.context("reconcile", fields),
                new Asking(post.caller(), provider, period));
    }

    @GetMapping(path = "/{id}", produces = "application/json")
    ResponseEntity<byte[]> get(@PathVariable String id, Caller caller, QueryReader query) {
        query.done();
        var found =
                reconciliations
                        .find(caller.tenant(), id)
                        .orElseThrow(
                                () -> QueryReader.notFound(Rejection.RECONCILIATION_NOT_FOUND, id));
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(found.bytes());
    }

    @GetMapping("/{id}/report")
    ResponseEntity<Resource> report(
            @PathVariable String id,
            Caller caller,
            QueryReader query,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "*/*") String accept) {
        query.done();
        var report =
                reconciliations
                        .report(caller.tenant(), id)
                        .orElseThrow(() ->
                                new CommandRejected(
                                        Rejection.RECONCILIATION_NOT_FOUND,
                                        "There is no finished report of this id"));
        return inForm(report, accept);
    }

    /** The first form the client names that there is; JSON where it does not care. */
    private static ResponseEntity<Resource> inForm(Report report, String accept) {
        try {
            for (var wanted : MediaType.parseMediaTypes(accept)) {
                if (wanted.includes(MediaType.APPLICATION_JSON)) {
                    return answer(MediaType.APPLICATION_JSON, report, Form.JSON);
                }
                if (wanted.includes(CSV)) {
                    return answer(CSV, report, Form.CSV);
                }
                if (wanted.includes(HTML)) {
                    return answer(HTML, report, Form.HTML);
                }
            }
        } catch (InvalidMediaTypeException malformed) {
            // As if none had been named that there is.
        }
        throw new CommandRejected(
                Rejection.NOT_ACCEPTABLE, "There is application/json, text/csv and text/html");
    }

    /**
     * By way of a file that is gone when it is sent: a slow client holds no session of the
     * database, and a report that cannot be written is no half answer.
     */
    private static ResponseEntity<Resource> answer(MediaType type, Report report, Form form) {
        try {
            var file = Files.createTempFile("report-", ".out");
            try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
                report.write(form, out);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(file);
                throw e;
            }
            return ResponseEntity.ok()
                    .contentType(type)
                    .contentLength(Files.size(file))
                    .body(
                            new InputStreamResource(
                                    Files.newInputStream(
                                            file, StandardOpenOption.DELETE_ON_CLOSE)));
        } catch (IOException e) {
            throw new UncheckedIOException("A report could not be written", e);
        }
    }

    private final class Asking implements Wish {

        private final Caller caller;
        private final String provider;
        private final Period period;

        Asking(Caller caller, String provider, Period period) {
            this.caller = caller;
            this.provider = provider;
            this.period = period;
        }

        @Override
        public void execute(CommandContext context) {
            var id =
                    reconciliations.open(
                            context.transaction(), caller.principal(), provider, period);
            register.recordIntent(context, id);
            reconciliations.start();
        }

        @Override
        public Reply current(Recorded open) {
            var id = String.valueOf(open.subjectId());
            return new Reply(202, reconciliations.find(caller.tenant(), id).orElseThrow().bytes());
        }

        @Override
        public Settled settled() {
            throw new IllegalStateException("A request to reconcile is always registered");
        }
    }
}
