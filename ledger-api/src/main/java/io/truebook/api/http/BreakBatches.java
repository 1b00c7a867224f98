package io.truebook.api.http;

import io.truebook.api.http.BreakWishes.Deciding;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.reconciliation.BreakQueries;
import io.truebook.projection.reconciliation.BreakQueries.BreakRow;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.DuplicateTransaction;
import io.truebook.projection.store.Recorded;
import io.truebook.projection.store.TransactionKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Many decisions about breaks under one transaction id, each under an id of its own behind it. */
final class BreakBatches {

    private static final String ORIGIN = "sys:batch";

    /**
     * What became of a batch.
     *
     * @param data one for each break of the filter, in the order of their ids
     */
    record Batch(String object, List<Decided> data) {}

    /**
     * One break of a batch.
     *
     * @param refusal why nothing was decided about it; null where something was
     */
    record Decided(String id, String status, DryRun.@Nullable Refusal refusal) {}

    /** What would become of a batch. */
    record TriedBatch(String object, List<DryRun> data) {}

    private final BreakQueries breaks;
    private final BreakWishes wishes;

    BreakBatches(BreakQueries breaks, BreakWishes wishes) {
        this.breaks = breaks;
        this.wishes = wishes;
    }

    Wish wish(BreakFilter filter, int limit, Deciding decision) {
        return new Many(filter, limit, decision);
    }

    TriedBatch tried(String tenant, BreakFilter filter, int limit, Deciding decision) {
        return new TriedBatch(
                "dry_run_batch",
                rows(tenant, filter, limit).stream()
                        .map(row -> tried(tenant, row, decision))
                        .toList());
    }

    private DryRun tried(String tenant, BreakRow row, Deciding decision) {
        try {
            return wishes.tried(tenant, row.id(), decision);
        } catch (CommandRejected refused) {
            return DryRun.refused(row.id(), row.status(), refused.reason(), refused.detail());
        }
    }

    private List<BreakRow> rows(String tenant, BreakFilter filter, int limit) {
        return breaks.list(tenant, filter.filter(), filter.from(), filter.to(), "", limit);
    }

    /** Harmless to repeat: what was decided about a break is found by the id behind this one. */
    private final class Many implements Wish {

        private final BreakFilter filter;
        private final int limit;
        private final Deciding decision;
        private final List<Decided> decided = new ArrayList<>();

        Many(BreakFilter filter, int limit, Deciding decision) {
            this.filter = filter;
            this.limit = limit;
            this.decision = decision;
        }

        @Override
        public void execute(CommandContext context) {
            for (var row : rows(context.tenant(), filter, limit)) {
                decided.add(decide(row.id(), context));
            }
        }

        private Decided decide(String id, CommandContext context) {
            var key = context.transaction();
            var behind =
                    new CommandContext(
                            new TransactionKey(key.tenant(), ORIGIN, key.id() + ":" + id),
                            context.principal(),
                            context.commandName(),
                            context.fields());
            DryRun.@Nullable Refusal refusal = null;
            try {
                var found = wishes.found(key.tenant(), id);
                wishes.send(decision.apply(found, wishes.now()), behind);
            } catch (DuplicateTransaction before) {
                // It was decided before the last crash.
            } catch (CommandRejected refused) {
                if (refused.reason().category() == Rejection.Category.UNAVAILABLE) {
                    throw refused;
                }
                refusal = new DryRun.Refusal(refused.reason().code(), refused.detail());
            }
            return new Decided(id, wishes.found(key.tenant(), id).row().status(), refusal);
        }

        @Override
        public Reply current(Recorded open) {
            throw new IllegalStateException("A batch is answered at once");
        }

        @Override
        public Settled settled() {
            var body = Json.bytes(new Batch("break_batch", List.copyOf(decided)));
            return new Settled("break_batch", 200, _ -> body);
        }
    }
}
