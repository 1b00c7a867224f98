package io.truebook.projection.reconciliation;

/**
 * Charges and refunds that ended without moving money, as the journal has it, among those a row of
 * the session settles and no movement books.
 */
final class EndedOperations {

    /** Of a charge the last word counts: an authorization after a failure is no end. */
    static final String KEYS =
            """
            select bundle, operation from (
                select c.bundle, c.bundle as operation, (
                    select e.event_type from truebook.journal_event e
                    where e.aggregate_id = c.bundle and e.tenant = ? and e.event_type in (
                        'charge-authorized', 'charge-captured', 'capture-reversed', 'charge-failed',
                        'charge-voided', 'charge-expired')
                    order by e.sequence_number desc limit 1) as last_word
                from (
                    select bundle from bundled_row
                    where category in ('charge', 'partial_capture_reversal')
                    except
                    select aggregate_id from compared_movement
                    where event_type = 'charge-captured') c
                union all
                select distinct f.bundle, f.refund_operation, 'refund-failed'
                from (
                    select bundle, refund_operation from bundled_row
                    where category = 'refund' and refund_operation is not null
                    except
                    select aggregate_id, item from compared_movement
                    where event_type = 'refund-succeeded') f
                join truebook.journal_event e on e.aggregate_id = f.bundle and e.tenant = ?
                    and e.event_type = 'refund-failed'
                    and convert_from(e.payload, 'UTF8')::json ->> 'refund_id' = f.refund_operation
            ) ended
            where last_word in ('charge-failed', 'charge-voided', 'charge-expired', 'refund-failed')
            order by bundle
            """;

    private EndedOperations() {}
}
