package io.truebook.projection.store;

import static io.truebook.projection.store.RowSet.Column.BIGINT;
import static io.truebook.projection.store.RowSet.Column.BYTES;
import static io.truebook.projection.store.RowSet.Column.FLAG;
import static io.truebook.projection.store.RowSet.Column.TEXT;

import io.truebook.projection.store.RowSet.Column;
import java.util.List;

/**
 * The set-based statements of a batch, in the order they run: one per table, left out when it has
 * no rows.
 *
 * <p>Times are sent as microseconds since 1970: exact, and cheaper to read than text.
 */
enum BatchTable {
    EVENT(
            """
            insert into truebook.journal_event (global_index, tenant, aggregate_type, aggregate_id,
                sequence_number, event_id, event_type, event_revision, recorded_at, payload,
                metadata)
            select i, t, at, ai, s, e, n, r, timestamptz 'epoch' + m * interval '1 microsecond',
                p, d
            from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[],
                ?::text[], ?::bigint[], ?::bigint[], ?::bytea[], ?::bytea[])
                as k(i, t, at, ai, s, e, n, r, m, p, d)\
            """,
            BIGINT,
            TEXT,
            TEXT,
            TEXT,
            BIGINT,
            TEXT,
            TEXT,
            BIGINT,
            BIGINT,
            BYTES,
            BYTES),
    PERSONAL(
            """
            insert into truebook.event_personal (global_index, tenant, data)
            select * from unnest(?::bigint[], ?::text[], ?::bytea[])\
            """,
            BIGINT,
            TEXT,
            BYTES),
    TRANSACTION(
            """
            insert into truebook.transaction_register (tenant, origin, transaction_id, command_name,
                principal, subject_id, fields_version, fields, first_index, last_index, position,
                rejection, rejection_detail, answer_status, answer_body)
            select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                ?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[],
                ?::text[], ?::bigint[], ?::bytea[])\
            """,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            BIGINT,
            TEXT,
            BIGINT,
            BIGINT,
            BIGINT,
            TEXT,
            TEXT,
            BIGINT,
            BYTES),
    /** The first final answer stays, unless the outcome itself was corrected. */
    ANSWER(
            """
            update truebook.transaction_register r
            set answer_status = k.s, answer_body = k.b, corrected = k.c, position = k.p
            from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bytea[], ?::boolean[],
                ?::bigint[]) as k(t, o, i, s, b, c, p)
            where r.tenant = k.t and r.origin = k.o and r.transaction_id = k.i
                and (r.answer_body is null or k.c)\
            """,
            TEXT,
            TEXT,
            TEXT,
            BIGINT,
            BYTES,
            FLAG,
            BIGINT),
    ACCOUNT(
            """
            insert into truebook.account (account_id, tenant, name, type, normal_side, floor_minor,
                ceiling_minor)
            select * from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],
                ?::bigint[], ?::bigint[])\
            """,
            BIGINT,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            BIGINT,
            BIGINT),
    NEW_BALANCE(
            """
            insert into truebook.account_balance (account_id, currency, tenant, posted_debits,
                posted_credits, pending_debits, pending_credits, version, updated_index)
            select * from unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])\
            """,
            BIGINT,
            TEXT,
            TEXT,
            BIGINT,
            BIGINT,
            BIGINT,
            BIGINT,
            BIGINT,
            BIGINT),
    BALANCE(
            """
            update truebook.account_balance b
            set posted_debits = k.pd, posted_credits = k.pc, pending_debits = k.hd,
                pending_credits = k.hc, version = k.v, updated_index = k.i
            from unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::bigint[], ?::bigint[]) as k(a, c, pd, pc, hd, hc, v, i)
            where b.account_id = k.a and b.currency = k.c\
            """,
            BIGINT,
            TEXT,
            BIGINT,
            BIGINT,
            BIGINT,
            BIGINT,
            BIGINT,
            BIGINT),
    POSTING(
            """
            insert into truebook.posting (global_index, leg, tenant, account_id, currency, layer,
                side, amount_minor, balance_minor, available_minor, item, effective_at)
            select i, l, t, a, c, y, s, m, b, v, x, timestamptz 'epoch' + e * interval
                '1 microsecond'
            from unnest(?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::text[],
                ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[])
                as k(i, l, t, a, c, y, s, m, b, v, x, e)\
            """,
            BIGINT,
            BIGINT,
            TEXT,
            BIGINT,
            TEXT,
            TEXT,
            TEXT,
            BIGINT,
            BIGINT,
            BIGINT,
            TEXT,
            BIGINT),
    OPERATION(
            """
            insert into truebook.provider_operation (operation_id, tenant, payment_id, connection,
                kind, state, origin, transaction_id, after_operation, due_at, opened_index,
                closed_index)
            select o, t, p, n, k, s, g, x, a, timestamptz 'epoch' + d * interval '1 microsecond',
                i, c
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[])
                as k(o, t, p, n, k, s, g, x, a, d, i, c)\
            """,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            BIGINT,
            BIGINT,
            BIGINT),
    CLOSED_OPERATION(
            """
            update truebook.provider_operation o
            set state = 'closed', closed_index = k.c, lease_until = null
            from unnest(?::text[], ?::bigint[]) as k(i, c)
            where o.operation_id = k.i and o.state = 'open'\
            """,
            TEXT,
            BIGINT),
    /** The same owner again changes nothing; another owner is refused by a trigger. */
    REFERENCE(
            """
            insert into truebook.provider_reference as r (connection, object_kind, object_id,
                tenant, payment_id)
            select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
            on conflict (connection, object_id, object_kind) do update
            set payment_id = excluded.payment_id
            where r.payment_id <> excluded.payment_id\
            """,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            TEXT),
    COMMIT_RECORD(
            """
            insert into truebook.journal_batch (batch_id, writer, first_index, last_index,
                committed_at)
            select b, w, f, l, clock_timestamp()
            from unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[]) as k(b, w, f, l)\
            """,
            BIGINT,
            TEXT,
            BIGINT,
            BIGINT),
    HEAD(
            """
            update truebook.ledger_head
            set last_index = k.i, last_batch = k.b, last_account = k.a
            from unnest(?::bigint[], ?::bigint[], ?::bigint[]) as k(i, b, a)\
            """,
            BIGINT,
            BIGINT,
            BIGINT),
    /** Tells the other nodes that somebody may be waiting for what this batch answers. */
    NOTICE("select pg_notify('truebook_answers', w) from unnest(?::text[]) as k(w)", TEXT);

    private final String sql;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<Column> columns;

    BatchTable(String sql, Column... columns) {
        this.sql = sql;
        this.columns = List.of(columns);
    }

    String sql() {
        return sql;
    }

    RowSet rows() {
        return new RowSet(columns);
    }
}
