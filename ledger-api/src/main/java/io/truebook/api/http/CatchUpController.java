package io.truebook.api.http;

import io.truebook.api.restore.CatchUp;
import io.truebook.api.restore.CatchUps;
import io.truebook.api.restore.LostOperations;
import io.truebook.api.restore.LostOperations.Lost;
import io.truebook.api.restore.RestoreGuard;
import io.truebook.api.security.Caller;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How far catching up after a restore is, and what was found that the journal has lost. */
@RestController
@RequestMapping(path = "/v1", produces = "application/json")
class CatchUpController {

    private static final int LATEST = 20;

    /** Whether new transactions are taken, and the latest times they were not. */
    record CatchUpResource(boolean catchingUp, List<Run> runs) {}

    /**
     * One catching-up with one account.
     *
     * @param cause checkpoint, setting or command
     * @param journalIndex the last event there was when it began
     * @param stage events, payments, refunds or inbox; null when it is over
     */
    record Run(
            long id,
            String provider,
            Instant since,
            String cause,
            String detail,
            long journalIndex,
            @Nullable String stage,
            int pass,
            long events,
            long objects,
            long lost,
            Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Long finishedIndex) {

        static Run of(CatchUp one) {
            var finished = one.finishedAt();
            return new Run(
                    one.id(),
                    one.connection(),
                    Json.time(one.since()),
                    one.cause(),
                    one.detail(),
                    one.journalIndex(),
                    finished == null ? one.stage().column() : null,
                    one.pass(),
                    one.events(),
                    one.objects(),
                    one.lost(),
                    Json.time(one.startedAt()),
                    finished == null ? null : Json.time(finished),
                    one.finishedIndex());
        }
    }

    /**
     * Something a provider made for us and that belongs to no payment we know.
     *
     * @param amount minor units of {@code currency}; null in a currency that is not ours
     */
    record OrphanResource(
            String provider,
            String providerReference,
            String kind,
            String operation,
            @Nullable String parent,
            @Nullable Long amount,
            @Nullable String currency,
            String providerStatus,
            Instant createdAt,
            Instant foundAt) {

        static OrphanResource of(Lost lost) {
            return new OrphanResource(
                    lost.connection(),
                    lost.objectId(),
                    lost.kind(),
                    lost.operationId(),
                    lost.parentId(),
                    lost.amount(),
                    lost.currency(),
                    lost.providerStatus(),
                    Json.time(lost.createdAt()),
                    Json.time(lost.foundAt()));
        }
    }

    private final RestoreGuard guard;
    private final CatchUps catchUps;
    private final LostOperations lost;

    CatchUpController(RestoreGuard guard, CatchUps catchUps, LostOperations lost) {
        this.guard = guard;
        this.catchUps = catchUps;
        this.lost = lost;
    }

    @GetMapping("/catch-up")
    CatchUpResource catchUp(Caller caller, QueryReader query) {
        query.done();
        var runs = catchUps.latest(caller.tenant(), LATEST).stream().map(Run::of).toList();
        return new CatchUpResource(guard.isCatchingUp(), runs);
    }

    @GetMapping("/orphans")
    Page<OrphanResource> orphans(Caller caller, QueryReader query) {
        int limit = query.limit();
        @Nullable String after = query.after("[A-Za-z0-9_-]{1,255}").orElse(null);
        query.done();
        var rows = lost.orphans(caller.tenant(), after, limit + 1);
        return Page.of(rows, limit, Lost::objectId).map(OrphanResource::of);
    }
}
