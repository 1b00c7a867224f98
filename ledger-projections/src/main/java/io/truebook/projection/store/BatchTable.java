package io.truebook.projection.store;

import static io.truebook.projection.store.RowSet.Column.bigint;
import static io.truebook.projection.store.RowSet.Column.bytes;
import static io.truebook.projection.store.RowSet.Column.flag;
import static io.truebook.projection.store.RowSet.Column.text;

import io.truebook.projection.store.RowSet.Column;
import java.util.List;

/**
 * The set-based statements of a batch, in the order they run: one per table, left out when it has
 * no rows.
 *
 * <p>{@code {rows}} stands for the rows that are sent, as {@code k} with the named columns. Times
 * are sent as microseconds since 1970: exact, and cheaper to read than text.
 */
enum BatchTable {
    EVENT(
            """
            insert into truebook.journal_event (global_index, tenant, aggregate_type, aggregate_id,
                sequence_number, event_id, event_type, event_revision, recorded_at, payload,
                metadata)
            select i, t, at, ai, s, e, n, r, timestamptz 'epoch' + m * interval '1 microsecond',
                p, d
            from {rows}\
            """,
            bigint("i"),
            text("t"),
            text("at"),
            text("ai"),
            bigint("s"),
            text("e"),
            text("n"),
            bigint("r"),
            bigint("m"),
            bytes("p"),
            bytes("d")),
    PERSONAL(
            """
            insert into truebook.event_personal (global_index, tenant, data)
            select * from {rows}\
            """,
            bigint("a"),
            text("b"),
            bytes("c")),
    TRANSACTION(
            """
            insert into truebook.transaction_register (tenant, origin, transaction_id, command_name,
                principal, subject_id, fields_version, fields, first_index, last_index, position,
                rejection, rejection_detail, answer_status, answer_body)
            select * from {rows}\
            """,
            text("a"),
            text("b"),
            text("c"),
            text("d"),
            text("e"),
            text("f"),
            bigint("g"),
            text("h"),
            bigint("i"),
            bigint("j"),
            bigint("k"),
            text("l"),
            text("m"),
            bigint("n"),
            bytes("o")),
    /** The first final answer stays, unless the outcome itself was corrected. */
    ANSWER(
            """
            update truebook.transaction_register r
            set answer_status = k.s, answer_body = k.b, corrected = k.c, position = k.p
            from {rows}
            where r.tenant = k.t and r.origin = k.o and r.transaction_id = k.i
                and (r.answer_body is null or k.c)\
            """,
            text("t"),
            text("o"),
            text("i"),
            bigint("s"),
            bytes("b"),
            flag("c"),
            bigint("p")),
    ACCOUNT(
            """
            insert into truebook.account (account_id, tenant, name, type, normal_side, floor_minor,
                ceiling_minor)
            select * from {rows}\
            """,
            bigint("a"),
            text("b"),
            text("c"),
            text("d"),
            text("e"),
            bigint("f"),
            bigint("g")),
    NEW_BALANCE(
            """
            insert into truebook.account_balance (account_id, currency, tenant, posted_debits,
                posted_credits, pending_debits, pending_credits, version, updated_index)
            select * from {rows}\
            """,
            bigint("a"),
            text("b"),
            text("c"),
            bigint("d"),
            bigint("e"),
            bigint("f"),
            bigint("g"),
            bigint("h"),
            bigint("i")),
    BALANCE(
            """
            update truebook.account_balance b
            set posted_debits = k.pd, posted_credits = k.pc, pending_debits = k.hd,
                pending_credits = k.hc, version = k.v, updated_index = k.i
            from {rows}
            where b.account_id = k.a and b.currency = k.c\
            """,
            bigint("a"),
            text("c"),
            bigint("pd"),
            bigint("pc"),
            bigint("hd"),
            bigint("hc"),
            bigint("v"),
            bigint("i")),
    /** Before the postings: what checks them has to know of it. */
    CLOSED_BOOKS(BatchCloses.UPSERT, BatchCloses.columns()),
    LAST_CLOSE("update truebook.ledger_head set last_close = k.i from {rows}", bigint("i")),
    POSTING(
            """
            insert into truebook.posting (global_index, leg, tenant, account_id, currency, layer,
                side, amount_minor, balance_minor, available_minor, item, effective_at)
            select i, l, t, a, c, y, s, m, b, v, x, timestamptz 'epoch' + e * interval
                '1 microsecond' from {rows}\
            """,
            bigint("i"),
            bigint("l"),
            text("t"),
            bigint("a"),
            text("c"),
            text("y"),
            text("s"),
            bigint("m"),
            bigint("b"),
            bigint("v"),
            text("x"),
            bigint("e")),
    LATE_ENTRY(
            """
            insert into truebook.late_entry (global_index, tenant, original_at)
            select i, t, timestamptz 'epoch' + o * interval '1 microsecond' from {rows}\
            """,
            bigint("i"),
            text("t"),
            bigint("o")),
    OPERATION(
            """
            insert into truebook.provider_operation (operation_id, tenant, payment_id, connection,
                kind, state, origin, transaction_id, after_operation, due_at, opened_index,
                closed_index)
            select o, t, p, n, k, s, g, x, a, timestamptz 'epoch' + d * interval '1 microsecond',
                i, c
            from {rows}\
            """,
            text("o"),
            text("t"),
            text("p"),
            text("n"),
            text("k"),
            text("s"),
            text("g"),
            text("x"),
            text("a"),
            bigint("d"),
            bigint("i"),
            bigint("c")),
    CLOSED_OPERATION(
            """
            update truebook.provider_operation o
            set state = 'closed', closed_index = k.c, lease_until = null
            from {rows}
            where o.operation_id = k.i and o.state = 'open'\
            """,
            text("i"),
            bigint("c")),
    REFERENCE(BatchReferences.UPSERT, BatchReferences.columns()),
    BREAK_CASE(BatchBreaks.UPSERT, BatchBreaks.columns()),
    OPERATION_BREAK(BatchFoundBreaks.UPSERT, BatchFoundBreaks.columns()),
    /** After all that this batch itself writes, so that nothing of it is missed. */
    ERASED_PERSONAL(
            """
            delete from truebook.event_personal p
            using {rows}, truebook.journal_event e
            where e.aggregate_id = k.a and e.global_index <= k.i
                and p.global_index = e.global_index\
            """,
            text("a"),
            bigint("i")),
    ERASED_ANSWER(
            """
            update truebook.transaction_register r
            set answer_body = truebook.without_personal_data(r.answer_body)
            from {rows}
            where r.tenant = k.t and r.origin = k.o and r.transaction_id = k.i
                and r.answer_body is not null\
            """,
            text("t"),
            text("o"),
            text("i")),
    /** Answers that no event stands behind. */
    ERASED_SETTLED_ANSWER(
            """
            update truebook.transaction_register r
            set answer_body = truebook.without_personal_data(r.answer_body)
            from {rows}
            where r.subject_id = k.a and r.first_index = 0 and r.tenant = k.t
                and r.answer_body is not null\
            """,
            text("t"),
            text("a")),
    ERASURE(
            """
            insert into truebook.personal_erasure (payment_id, tenant, erased_index, erased_at,
                origin, transaction_id, due_at)
            select a, t, i, clock_timestamp(), o, x, '-infinity' from {rows}
            on conflict (payment_id) do update
            set erased_index = excluded.erased_index, erased_at = excluded.erased_at,
                origin = excluded.origin, transaction_id = excluded.transaction_id,
                due_at = excluded.due_at, swept_at = null\
            """,
            text("t"),
            text("a"),
            bigint("i"),
            text("o"),
            text("x")),
    COMMIT_RECORD(
            """
            insert into truebook.journal_batch (batch_id, writer, first_index, last_index,
                committed_at)
            select b, w, f, l, clock_timestamp()
            from {rows}\
            """,
            bigint("b"),
            text("w"),
            bigint("f"),
            bigint("l")),
    SEAL(
            """
            insert into truebook.journal_seal (batch_id, previous_size, tree_size, root)
            select * from {rows}\
            """,
            bigint("b"),
            bigint("p"),
            bigint("s"),
            bytes("r")),
    TILE(
            """
            insert into truebook.journal_tile (level, number, hash)
            select * from {rows}\
            """,
            bigint("l"),
            bigint("n"),
            bytes("h")),
    HEAD(
            """
            update truebook.ledger_head
            set last_index = k.i, last_batch = k.b, last_account = k.a,
                frontier = coalesce(k.f, frontier)
            from {rows}\
            """,
            bigint("i"),
            bigint("b"),
            bigint("a"),
            bytes("f")),
    /** Tells the other nodes that somebody may be waiting for what this batch answers. */
    NOTICE("select pg_notify('truebook_answers', w) from {rows}", text("w"));

    private final String sql;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<Column> columns;

    BatchTable(String sql, Column... columns) {
        this.columns = List.of(columns);
        this.sql = sql.replace("{rows}", RowSet.source(this.columns));
    }

    String sql() {
        return sql;
    }

    RowSet rows() {
        return new RowSet(columns);
    }
}
