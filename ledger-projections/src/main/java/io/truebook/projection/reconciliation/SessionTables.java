package io.truebook.projection.reconciliation;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables of a session that both sides are brought together in; they go with the transaction.
 */
final class SessionTables {

    private static final String ROW_COLUMNS =
            """
            balance_transaction_id text collate "C", category text, created_at timestamptz,
            available_at timestamptz, currency text, gross_minor bigint, fee_minor bigint,
            net_minor bigint, source_id text collate "C", charge_id text collate "C",
            payment_intent_id text collate "C", payout_id text collate "C",
            charge_operation text collate "C", refund_operation text collate "C"\
            """;

    private static final String TABLES =
            """
            create temp table compared_row (%1$s, file_id text collate "C") on commit drop;
            create temp table bundled_row (%1$s, bundle text collate "C",
                source_payment text collate "C", charge_payment text collate "C",
                intent_payment text collate "C", known_payment text collate "C")
                on commit drop;
            create temp table compared_movement (global_index bigint, aggregate_id text collate "C",
                event_type text, item text collate "C", object_id text collate "C",
                amount_minor bigint, currency text, effective_at timestamptz, leg smallint)
                on commit drop;
            create temp table compared_posting (global_index bigint, leg smallint,
                item text collate "C", amount_minor bigint, currency text,
                effective_at timestamptz) on commit drop;
            create temp table compared_payment (payment_id text collate "C") on commit drop;
            create temp table known_object (object_id text collate "C", payment_id text collate "C")
                on commit drop;
            create temp table movement_key (key text collate "C", bundle text collate "C")
                on commit drop;
            """
                            .formatted(ROW_COLUMNS)
                    + CarriedItems.TABLE;

    /** The work memory is of this transaction alone; what does not fit goes to disk. */
    private static final String[] SETTINGS = {
        "set local work_mem = '64MB'", "set local temp_buffers = '64MB'", "set local jit = off"
    };

    private SessionTables() {}

    static void create(JdbcClient session) {
        for (var setting : SETTINGS) {
            session.sql(setting).update();
        }
        session.sql(TABLES).update();
    }
}
