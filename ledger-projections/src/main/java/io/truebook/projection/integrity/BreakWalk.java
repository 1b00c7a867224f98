package io.truebook.projection.integrity;

import io.truebook.ledger.reconciliation.ReconciliationSaga;
import java.sql.SQLException;

/**
 * Checks that the lists have each break as its events left it, with its owner and the time its due
 * time is counted from, and that an open one which is to end by itself has somebody who looks.
 *
 * <p>Each question is one statement; the events of breaks are found by their ids, so that none of
 * them reads the journal.
 */
final class BreakWalk {

    /** In the order of the index by aggregate. */
    private static final String OF_BREAKS = "e.aggregate_id >= 'brk_' and e.aggregate_id < 'brl'";

    private static final String NOT_AS_DECIDED =
            """
            with last as (
                select distinct on (e.aggregate_id) e.aggregate_id, e.global_index
                from truebook.journal_event e where {breaks}
                order by e.aggregate_id, e.sequence_number desc)
            select l.global_index, l.aggregate_id from last l
            left join truebook.break_case c on c.break_id = l.aggregate_id
            where c.updated_index is distinct from l.global_index
            order by l.global_index limit 1\
            """;

    private static final String OF_ANOTHER_OWNER =
            """
            with last as (
                select distinct on (e.aggregate_id) e.aggregate_id, e.global_index,
                    convert_from(e.payload, 'UTF8')::json ->> 'owner' as owner
                from truebook.journal_event e
                where {breaks} and e.event_type = 'break-assigned'
                order by e.aggregate_id, e.sequence_number desc)
            select coalesce(l.global_index, c.updated_index), coalesce(l.aggregate_id, c.break_id)
            from last l full join (select * from truebook.break_case where owner is not null) c
                on c.break_id = l.aggregate_id
            where c.owner is distinct from l.owner
            order by 1 limit 1\
            """;

    private static final String NOT_AS_FOUND =
            """
            with last as (
                select distinct on (e.aggregate_id) e.aggregate_id, e.global_index,
                    case e.event_type when 'break-opened' then 'open' else 'resolved' end as status
                from truebook.journal_event e
                where {breaks} and e.event_type in ('break-opened', 'break-closed')
                order by e.aggregate_id, e.sequence_number desc)
            select coalesce(l.global_index, b.last_position), coalesce(l.aggregate_id, b.break_id)
            from last l full join truebook.operation_break b on b.break_id = l.aggregate_id
            where (b.status, b.last_position) is distinct from (l.status, l.global_index)
            order by 1 limit 1\
            """;

    private static final String AGELESS =
            """
            select last_position, break_id from (
                select last_position, break_id, first_seen_at from truebook.operation_break
                where status = 'open'
                union all
                select last_position, break_id, first_seen_at from truebook.reconciliation_break
                where status = 'open') b
            where not isfinite(first_seen_at) order by last_position limit 1\
            """;

    /** Those of an answer or a witness that may still come; the others are with a person. */
    private static final String UNATTENDED =
            """
            select b.last_position, b.break_id from truebook.operation_break b
            where b.status = 'open' and b.code in ('STALE_UNKNOWN', 'MISSING_AT_PROVIDER')
                and b.last_position <= (
                    select min((convert_from(t.token, 'UTF8')::json ->> 'globalIndex')::bigint)
                    from truebook.axon_token t where t.processor_name = ?
                    having bool_and(convert_from(t.token, 'UTF8')::json ->> 'globalIndex' is not null))
                and not exists (select from truebook.reconciliation_saga s
                    where s.operation_id = b.object)
                and not exists (select from truebook.dead_letter d
                    where d.processor = ? and d.sequence_id = b.charge_id)
            order by b.last_position limit 1\
            """;

    private final Tables tables;

    BreakWalk(Tables tables) {
        this.tables = tables;
    }

    void run() throws SQLException {
        none("the list has %s not as its last event left it", NOT_AS_DECIDED);
        none("%s has another owner than it was given", OF_ANOTHER_OWNER);
        none("the list does not say of %s whether it is open", NOT_AS_FOUND);
        none("%s is open and has no age, so no due time", AGELESS);
        none(
                "%s is open and nobody looks whether it is still",
                UNATTENDED, ReconciliationSaga.NAME, ReconciliationSaga.NAME);
    }

    private void none(String message, String sql, Object... parameters) throws SQLException {
        DifferenceFound.ifAny(
                tables, "breaks", message, sql.replace("{breaks}", OF_BREAKS), parameters);
    }
}
