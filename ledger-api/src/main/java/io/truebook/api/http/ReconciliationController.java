package io.truebook.api.http;

import io.truebook.api.reconciliation.ReconciliationResource;
import io.truebook.api.reconciliation.Reconciliations;
import io.truebook.api.reconciliation.SettlementSources;
import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.balance.BalanceHistory;
import io.truebook.projection.reconciliation.KnownBy;
import io.truebook.projection.reconciliation.ReconciliationJob.Status;
import io.truebook.projection.reconciliation.ReconciliationJobs.Filter;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.Recorded;
import io.truebook.projection.store.TransactionRegister;
import java.time.Clock;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reconciliations: asked for and shown. */
@RestController
@RequestMapping("/v1/reconciliations")
class ReconciliationController {

    private final TransactionGate gate;
    private final TransactionRegister register;
    private final SettlementSources sources;
    private final Reconciliations reconciliations;
    private final BalanceHistory history;
    private final Clock clock;

    ReconciliationController(
            TransactionGate gate,
            TransactionRegister register,
            SettlementSources sources,
            Reconciliations reconciliations,
            BalanceHistory history,
            Clock clock) {
        this.gate = gate;
        this.register = register;
        this.sources = sources;
        this.reconciliations = reconciliations;
        this.history = history;
        this.clock = clock;
    }

    @PostMapping(consumes = "application/json", produces = "application/json")
    ResponseEntity<byte[]> create(Post post) {
        var body = post.json();
        var provider = body.segment("provider");
        @Nullable String date = body.optionalText("business_date").orElse(null);
        @Nullable String from = body.optionalText("from").orElse(null);
        @Nullable String to = body.optionalText("to").orElse(null);
        var zone = body.textOr("time_zone", RequestedPeriod.DEFAULT_ZONE);
        @Nullable String asOf = body.optionalText("as_of").orElse(null);
        @Nullable Long position = body.optionalAmount("journal_position").orElse(null);
        var fields = body.done();
        var period = RequestedPeriod.begun(date, from, to, zone, clock.instant());
        var known = known(asOf, position);
        SettlementAccess.find(sources, post.caller(), provider);
        return gate.pass(
                post,
                post.context("reconcile", fields),
                new Asking(post.caller(), provider, period, known));
    }

    /** What the journal had at a time or a position: it has to be past. */
    private @Nullable KnownBy known(@Nullable String asOf, @Nullable Long position) {
        if (asOf != null && position != null) {
            throw InvalidRequest.field("as_of", "does not go with journal_position");
        }
        if (position != null) {
            var at = history.recordedAt(position);
            return new KnownBy(
                    position,
                    at.orElseThrow(
                            () -> InvalidRequest.field("journal_position", "is not reached yet")));
        }
        if (asOf == null) {
            return null;
        }
        var at = RequestedPeriod.time("as_of", asOf);
        return new KnownBy(
                history.positionAt(at)
                        .orElseThrow(() -> InvalidRequest.field("as_of", "is still to come")),
                at);
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

    @GetMapping(produces = "application/json")
    ResponseEntity<byte[]> list(Caller caller, QueryReader query) {
        var provider = query.text("provider");
        var status =
                query.choice("status", Arrays.stream(Status.values()).map(Status::code).toList());
        var day = query.day("scheduled_for");
        int limit = query.limit();
        var after = query.after("rec_[a-z0-9]{1,64}");
        query.done();
        var filter = new Filter(provider.orElse(null), status.orElse(null), day.orElse(null));
        var rows = reconciliations.list(caller.tenant(), filter, after.orElse(null), limit + 1);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(Json.bytes(Page.of(rows, limit, ReconciliationResource::id)));
    }

    private final class Asking implements Wish {

        private final Caller caller;
        private final String provider;
        private final Period period;
        private final @Nullable KnownBy known;

        Asking(Caller caller, String provider, Period period, @Nullable KnownBy known) {
            this.caller = caller;
            this.provider = provider;
            this.period = period;
            this.known = known;
        }

        @Override
        public void execute(CommandContext context) {
            var id =
                    reconciliations.open(
                            context.transaction(), caller.principal(), provider, period, known);
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
