package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.integrity.IntegrityCheck;
import io.truebook.projection.integrity.IntegrityReport;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
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
     * @param firstDifference null when everything holds
     */
    record IntegrityResource(
            String status,
            long events,
            long postings,
            long balances,
            long transactions,
            long batches,
            IntegrityReport.@Nullable Difference firstDifference,
            long journalPosition) {
        static IntegrityResource of(IntegrityReport report) {
            return new IntegrityResource(
                    report.isSound() ? "sound" : "broken",
                    report.events(),
                    report.postings(),
                    report.balances(),
                    report.transactions(),
                    report.batches(),
                    report.difference().orElse(null),
                    report.journalPosition());
        }
    }

    private final IntegrityCheck check;

    /** It reads the whole journal: one at a time is enough. */
    private final Semaphore running = new Semaphore(1);

    IntegrityController(IntegrityCheck check) {
        this.check = check;
    }

    @GetMapping
    IntegrityResource check(Caller caller, QueryReader query) {
        query.done();
        if (!running.tryAcquire()) {
            throw new CommandRejected(
                    Rejection.OVERLOADED, "A check is running; one at a time is enough");
        }
        try {
            return IntegrityResource.of(check.run());
        } catch (SQLException e) {
            throw new SQLExceptionSubclassTranslator().translate("Integrity check", null, e);
        } finally {
            running.release();
        }
    }
}
