package io.truebook.projection.rebuild;

import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.store.EventJson;
import java.util.List;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/** Everything that can be rebuilt, by the name an operator calls it. */
public final class Projections {

    /** In the order in which to rebuild more than one: each needs the ones before it at most. */
    public static final List<String> NAMES =
            List.of(
                    "postings",
                    "balances",
                    "totals",
                    "items",
                    "payments",
                    "references",
                    "operations",
                    "breaks");

    private Projections() {}

    /**
     * A rebuild of the named projection, to be run once.
     *
     * @param owner connections of the role that owns the tables
     * @param progress told the position that was reached, now and then
     */
    public static Rebuild rebuild(
            String name, DataSource owner, EventJson json, LongConsumer progress) {
        return new Rebuild(owner, named(name, json), progress);
    }

    static Projection named(String name, EventJson json) {
        return switch (name) {
            case "postings" -> new PostingProjection(json, PaymentEvents::booking);
            case "balances" -> new BalanceProjection(json, PaymentEvents::booking);
            case "totals" -> BlockProjection.totals();
            case "items" -> BlockProjection.items();
            case "payments" -> new PaymentListProjection(json);
            case "references" -> new ReferenceProjection(json);
            case "operations" -> new OperationProjection(json);
            case "breaks" -> new BreakCaseProjection(json);
            default ->
                    throw new RebuildRefused("There is no projection " + name + ", but " + NAMES);
        };
    }
}
