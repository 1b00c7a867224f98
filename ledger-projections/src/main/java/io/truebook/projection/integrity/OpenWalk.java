package io.truebook.projection.integrity;

import io.truebook.ledger.reconciliation.ReconciliationSaga;
import java.sql.SQLException;

/**
 * Checks that whatever is not over has somebody who follows it and a time by when, and that what is
 * past its time is a break.
 *
 * <p>Held against what the sagas have seen, and up to when their clock has looked: a ledger that
 * was stopped for a day has done nothing wrong. Each question is one statement.
 */
final class OpenWalk {

    /** Rows are written by other transactions than the one that notes how far the clock is. */
    private static final String GRACE = "interval '1 minute'";

    private static final String UNFOLLOWED =
            """
            select o.opened_index, o.operation_id
            from truebook.provider_operation o
            where o.state = 'open' and o.opened_index <= (
                    select min((convert_from(t.token, 'UTF8')::json ->> 'globalIndex')::bigint)
                    from truebook.axon_token t where t.processor_name = ?
                    having bool_and(convert_from(t.token, 'UTF8')::json ->> 'globalIndex' is not null))
                and not exists (select from truebook.reconciliation_saga s
                    where s.operation_id = o.operation_id)
                and not exists (select from truebook.dead_letter d
                    where d.processor = ? and d.sequence_id = o.payment_id)
            order by o.opened_index limit 1\
            """;

    private static final String OVERDUE =
            """
            select 0, s.operation_id || ', due at ' || s.due_at
            from truebook.reconciliation_saga s
            where s.due_at < (select looked_until from truebook.reconciliation_saga_run) - {grace}
                and s.settled_by is null and s.revision <= 1
            order by s.due_at limit 1\
            """
                    .replace("{grace}", GRACE);

    private static final String WITHOUT_ITS_BREAK =
            """
            select 0, s.operation_id || ', ' || s.broken
            from truebook.reconciliation_saga s
            where s.broken is not null and not exists (select from truebook.operation_break b
                where b.tenant = s.tenant and b.object = s.operation_id and b.code = s.broken)
            limit 1\
            """;

    private static final String NEVER_REPAIRED =
            """
            select c.updated_index, c.break_id from truebook.break_case c
            where c.status in ('approved', 'applying') and c.due_at = 'infinity'
            order by c.updated_index limit 1\
            """;

    private final Tables tables;

    OpenWalk(Tables tables) {
        this.tables = tables;
    }

    void run() throws SQLException {
        none(
                "nobody follows %s until it is answered",
                UNFOLLOWED, ReconciliationSaga.NAME, ReconciliationSaga.NAME);
        none("the time of %s has passed and nobody has looked at it", OVERDUE);
        none("%s counts as a break, and there is none", WITHOUT_ITS_BREAK);
        none("the repair of %s is approved and nobody does it", NEVER_REPAIRED);
    }

    private void none(String message, String sql, Object... parameters) throws SQLException {
        DifferenceFound.ifAny(tables, "open", message, sql, parameters);
    }
}
