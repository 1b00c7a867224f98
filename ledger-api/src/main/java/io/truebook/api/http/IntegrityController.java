package io.truebook.api.http;

import io.truebook.api.http.IntegrityRuns.Answer.Done;
import io.truebook.api.http.IntegrityRuns.Answer.Running;
import io.truebook.api.security.Caller;
import io.truebook.projection.integrity.IntegrityReport;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Derives the books again from the first event, on request. */
@RestController
@RequestMapping(path = "/v1/integrity", produces = "application/json")
class IntegrityController {

    /**
     * What was checked and whether it holds.
     *
     * @param status sound, broken, or running: then ask again
     * @param firstDifference null when everything holds
     * @param progress of the check that is running; null when it is done
     */
    record IntegrityResource(
            String status,
            long events,
            long postings,
            long balances,
            long transactions,
            long batches,
            long seals,
            long checkpoints,
            IntegrityReport.@Nullable Difference firstDifference,
            IntegrityRuns.@Nullable Stage progress,
            long journalPosition) {
        static IntegrityResource of(IntegrityReport report) {
            return new IntegrityResource(
                    report.isSound() ? "sound" : "broken",
                    report.events(),
                    report.postings(),
                    report.balances(),
                    report.transactions(),
                    report.batches(),
                    report.seals(),
                    report.checkpoints(),
                    report.difference().orElse(null),
                    null,
                    report.journalPosition());
        }

        static IntegrityResource running(IntegrityRuns.Stage stage) {
            return new IntegrityResource("running", 0, 0, 0, 0, 0, 0, 0, null, stage, 0);
        }
    }

    private final IntegrityRuns runs;

    IntegrityController(IntegrityRuns runs) {
        this.runs = runs;
    }

    @GetMapping
    ResponseEntity<IntegrityResource> check(Caller caller, QueryReader query) {
        query.done();
        return switch (runs.ask()) {
            case Done(var report) -> ResponseEntity.ok(IntegrityResource.of(report));
            case Running(var stage) ->
                    ResponseEntity.accepted()
                            .header(HttpHeaders.RETRY_AFTER, "5")
                            .body(IntegrityResource.running(stage));
        };
    }
}
