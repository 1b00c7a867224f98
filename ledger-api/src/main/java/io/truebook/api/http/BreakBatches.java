package io.truebook.api.http;

import io.truebook.api.http.BreakWishes.Deciding;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.reconciliation.BreakQueries;
import io.truebook.projection.reconciliation.BreakQueries.BreakRow;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.DuplicateTransaction;
import io.truebook.projection.store.TransactionKey;
import io.truebook.projection.store.TransactionRegister;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Many decisions about breaks under one transaction id, each under an id of its own behind it. */
final class BreakBatches {

    private static final String ORIGIN = "sys:batch";

    /**
     * What became of a batch.
     *
     * @param data one for each break of the page, in the order of their ids
     * @param nextCursor for {@code ?after=}; null on the last page
     */
    record Batch(String object, List<Decided> data, @Nullable String nextCursor) {}

    /**
     * One break of a batch.
     *
     * @param refusal why nothing was decided about it; null where something was
     */
    record Decided(String id, String status, DryRun.@Nullable Refusal refusal) {}

    /** What would become of a batch. */
    record TriedBatch(String object, List<DryRun> data, @Nullable String nextCursor) {}

    /** The breaks that are meant: a page of those of a filter. */
    record Meant(BreakFilter filter, String after, int limit) {}

    private final BreakQueries breaks;
    private final BreakWishes wishes;
    private final TransactionRegister register;

    BreakBatches(BreakQueries breaks, BreakWishes wishes, TransactionRegister register) {
        this.breaks = breaks;
        this.wishes = wishes;
        this.register = register;
    }

    Wish wish(Meant meant, Deciding decision) {
        return new Many(meant, decision);
    }

    TriedBatch tried(String tenant, Meant meant, Deciding decision) {
        var page = page(tenant, meant).map(row -> tried(tenant, row, decision));
        return new TriedBatch("dry_run_batch", page.data(), page.nextCursor());
    }

    private DryRun tried(String tenant, BreakRow row, Deciding decision) {
        try {
            return wishes.tried(tenant, row.id(), decision);
        } catch (CommandRejected refused) {
            return DryRun.refused(row.id(), row.status(), refused.reason(), refused.detail());
        }
    }

    private Page<BreakRow> page(String tenant, Meant meant) {
        var filter = meant.filter();
        var rows =
                breaks.list(
                        tenant,
                        filter.filter(),
                        filter.from(),
                        filter.to(),
                        meant.after(),
                        meant.limit() + 1);
        return Page.of(rows, meant.limit(), BreakRow::id);
    }

    /**
     * The breaks to decide about, those first that were decided about before the last crash: the
     * filter may not find them any more, and would find others in their place.
     */
    private Page<String> page(String tenant, Meant meant, List<String> before) {
        var page = page(tenant, meant).map(BreakRow::id);
        if (before.isEmpty()) {
            return page;
        }
        var ids = new TreeSet<>(before);
        boolean isWhole = page.nextCursor() == null;
        for (var id : page.data()) {
            if (ids.size() < meant.limit()) {
                ids.add(id);
            } else {
                isWhole &= ids.contains(id);
            }
        }
        return new Page<>(List.copyOf(ids), isWhole ? null : ids.last());
    }

    /** Harmless to repeat: what was decided about a break is found by the id behind this one. */
    private final class Many implements Wish {

        private final Meant meant;
        private final Deciding decision;
        private Page<Decided> decided = new Page<>(List.of(), null);

        Many(Meant meant, Deciding decision) {
            this.meant = meant;
            this.decision = decision;
        }

        @Override
        public void execute(CommandContext context) {
            var tenant = context.tenant();
            var key = new TransactionKey(tenant, ORIGIN, context.transaction().id());
            var before = register.behind(key);
            decided =
                    page(tenant, meant, before)
                            .map(id ->
                                    before.contains(id)
                                            ? new Decided(id, status(tenant, id), null)
                                            : decide(id, context));
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
                // It was decided meanwhile, by the same request on another node.
            } catch (CommandRejected refused) {
                if (refused.reason().category() == Rejection.Category.UNAVAILABLE) {
                    throw refused;
                }
                refusal = new DryRun.Refusal(refused.reason().code(), refused.detail());
            }
            return new Decided(id, status(key.tenant(), id), refusal);
        }

        private String status(String tenant, String id) {
            return wishes.found(tenant, id).row().status();
        }

        @Override
        public Settled settled() {
            var body = Json.bytes(new Batch("break_batch", decided.data(), decided.nextCursor()));
            return new Settled("break_batch", 200, _ -> body);
        }
    }
}
