package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.reconciliation.Period;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Both sides of a period in tables of the session, each line with the bundle it belongs to.
 *
 * <p>A bundle is what may have to be looked at together: a payment, a payout, or a row that leads
 * to neither. It is coarser than what the domain matches and decides nothing; the rule is that a
 * row goes where the movements are that the domain would match it with, and a fee goes where the
 * row of its balance transaction is. Everything is set-based: no statement per payment.
 */
final class ComparisonTables {

    /** Without their events, so that those are looked for in the order they lie in. */
    private static final String POSTINGS =
            """
            insert into compared_posting
            select p.global_index, p.leg, p.item,
                case p.side when 'debit' then p.amount_minor else -p.amount_minor end,
                p.currency, p.effective_at
            from truebook.posting p
            where p.layer = 'posted' and p.effective_at >= :from and p.effective_at < :to
                and p.account_id = (
                    select account_id from truebook.account
                    where tenant = :tenant and name = :account)
            """;

    private static final String MOVEMENTS_OUTSIDE =
            """
            insert into compared_posting
            select p.global_index, p.leg, p.item,
                case p.side when 'debit' then p.amount_minor else -p.amount_minor end,
                p.currency, p.effective_at
            from truebook.posting p
            join truebook.journal_event e on e.global_index = p.global_index
            where p.layer = 'posted' and (p.effective_at < :from or p.effective_at >= :to)
                and p.account_id = (
                    select account_id from truebook.account
                    where tenant = :tenant and name = :account)
                and e.aggregate_id in (select payment_id from compared_payment)
            """;

    /** A fee's and a conversion's object is the balance transaction, which is the item, too. */
    private static final String EVENTS =
            """
            insert into compared_movement
            select p.global_index, e.aggregate_id, e.event_type, p.item,
                case when e.event_type in ('provider-fee-recorded', 'funds-converted') then p.item
                    else convert_from(e.payload, 'UTF8')::json #>> '{evidence,object_id}' end,
                p.amount_minor, p.currency, p.effective_at, p.leg
            from compared_posting p
            join truebook.journal_event e on e.global_index = p.global_index
            """;

    private static final String ROWS =
            """
            insert into compared_row
            select r.balance_transaction_id, r.category, r.created_at, r.available_at, r.currency,
                r.gross_minor, r.fee_minor, r.net_minor, r.source_id, r.charge_id,
                r.payment_intent_id, r.payout_id, r.charge_operation, r.refund_operation, r.file_id
            from truebook.settlement_row_current r
            """;

    /** Only those are looked up that do not say themselves where they belong. */
    private static final String KNOWN_OBJECTS =
            """
            insert into known_object
            select p.object_id, min(p.payment_id)
            from truebook.provider_reference p
            where p.tenant = :tenant and p.connection = :connection and p.object_id in (
                select source_id from compared_row
                where charge_operation is null or category in ('dispute', 'dispute_reversal')
                    or (category in ('refund', 'refund_failure') and refund_operation is null)
                union
                select charge_id from compared_row where charge_operation is null
                union
                select payment_intent_id from compared_row where charge_operation is null)
            group by p.object_id
            """;

    private static final String PAYMENTS =
            """
            insert into compared_payment
            select aggregate_id from compared_movement
            union
            select charge_operation from compared_row where charge_operation is not null
            union
            select payment_id from known_object
            union
            select :connection || ':' || source_id from compared_row
            where category in ('payout', 'payout_reversal') and source_id is not null
            union
            select :connection || ':' || balance_transaction_id from compared_row
            where category in {own}
            union
            select payment_id from carried_item where payment_id is not null
            """
                    .replace("{own}", UnbookedMovements.CATEGORIES);

    /** What repairs have booked for another period about what is seen in this one. */
    private static final String REPAIRS =
            """
            insert into compared_payment
            select b.break_id from truebook.break_case c
            join truebook.reconciliation_break b on b.break_id = c.break_id
            where b.tenant = :tenant and b.connection = :connection
                and (b.charge_id in (select payment_id from compared_payment)
                    or b.balance_transaction_id in (
                        select balance_transaction_id from compared_row
                        union all
                        select transaction_id from carried_item)
                    or b.break_id in (select key from carried_item))
            """;

    private static final String ROWS_CARRIED =
            """
            where r.tenant = :tenant and r.connection = :connection
                and (r.created_at < :from or r.created_at >= :to)
                and r.balance_transaction_id in (select transaction_id from carried_item)
            """;

    private static final String ROWS_OUTSIDE =
            """
            where r.tenant = :tenant and r.connection = :connection
                and (r.created_at < :from or r.created_at >= :to)
                and r.balance_transaction_id not in (
                    select transaction_id from carried_item where transaction_id is not null)
                and r.balance_transaction_id in (
                    select o.balance_transaction_id from truebook.settlement_row o
                    join compared_payment c on c.payment_id = o.charge_operation
                    where o.tenant = :tenant and o.connection = :connection
                        and (o.created_at < :from or o.created_at >= :to)
                    union
                    select m.item from compared_movement m
                    where m.event_type
                        in ('provider-fee-recorded', 'funds-converted',
                            'reserve-moved', 'account-fee-charged')
                    union
                    select o.balance_transaction_id from truebook.settlement_row o
                    join compared_movement m on m.object_id = o.source_id
                    where o.tenant = :tenant and o.connection = :connection
                        and (o.created_at < :from or o.created_at >= :to)
                    union
                    select o.balance_transaction_id from truebook.settlement_row o
                    join compared_movement m on m.object_id = o.charge_id
                    where o.tenant = :tenant and o.connection = :connection
                        and (o.created_at < :from or o.created_at >= :to))
            """;

    private static final String KEYS =
            """
            insert into movement_key
            select key, min(bundle) from (
                select item as key, aggregate_id as bundle from compared_movement
                where event_type in ('refund-succeeded', 'refund-failed', 'payout-created',
                    'payout-failed', 'payout-canceled', 'dispute-funds-withdrawn',
                    'dispute-funds-reinstated', 'reserve-moved', 'account-fee-charged')
                union all
                select object_id, aggregate_id from compared_movement
                where event_type in ('refund-succeeded', 'refund-failed')
                    and object_id is not null) k
            group by key
            """;

    private static final String BUNDLES =
            """
            insert into bundled_row
            select r.balance_transaction_id, r.category, r.created_at, r.available_at, r.currency,
                r.gross_minor, r.fee_minor, r.net_minor, r.source_id, r.charge_id,
                r.payment_intent_id, r.payout_id, r.charge_operation, r.refund_operation,
                coalesce(
                    k.bundle,
                    case when r.category in ('payout', 'payout_reversal')
                        then :connection || ':' || r.source_id
                        when r.category = 'balance_carried' then '~' || r.source_id end,
                    r.charge_operation, s.payment_id, c.payment_id, i.payment_id,
                    '~' || r.balance_transaction_id),
                s.payment_id, c.payment_id, i.payment_id,
                case when r.category in ('refund', 'refund_failure', 'dispute', 'dispute_reversal')
                    then (
                        select e.aggregate_id from truebook.journal_event e
                        where e.aggregate_id = coalesce(r.charge_operation, s.payment_id,
                                c.payment_id, i.payment_id)
                            and e.sequence_number = 0 and e.tenant = :tenant)
                end
            from compared_row r
            left join movement_key k on k.key =
                case
                    when r.category in ('refund', 'refund_failure')
                        then coalesce(r.refund_operation, r.source_id)
                    when r.category in ('dispute', 'dispute_reversal', 'payout', 'payout_reversal')
                        then r.source_id
                    when r.category in {own}
                        then r.balance_transaction_id
                end
            left join known_object s on s.object_id = r.source_id
            left join known_object c on c.object_id = r.charge_id
            left join known_object i on i.object_id = r.payment_intent_id
            """
                    .replace("{own}", UnbookedMovements.CATEGORIES);

    private final JdbcClient jdbc;
    private final String tenant;
    private final String connection;
    private final Period period;
    private final CarriedItems carried;
    private final Knowledge knowledge;

    ComparisonTables(
            Knowledge knowledge, JdbcClient jdbc, String tenant, String connection, Period period) {
        this.knowledge = knowledge;
        this.jdbc = jdbc;
        this.tenant = tenant;
        this.connection = connection;
        this.period = period;
        carried = new CarriedItems(knowledge, jdbc, tenant, connection, period);
    }

    String tenant() {
        return tenant;
    }

    Knowledge knowledge() {
        return knowledge;
    }

    CarriedItems carried() {
        return carried;
    }

    void fill() {
        SessionTables.create(jdbc);
        knowledge.prepare();
        carried.fill();
        analyze("carried_item");
        run(
                ROWS
                        + """
                        where r.tenant = :tenant and r.connection = :connection
                            and r.created_at >= :from and r.created_at < :to
                        """);
        run(ROWS + ROWS_CARRIED);
        run(POSTINGS);
        addEvents();
        analyze("compared_row", "compared_movement");
        run(KNOWN_OBJECTS);
        run(PAYMENTS);
        analyze("compared_payment");
        run(REPAIRS);
        jdbc.sql("truncate compared_posting").update();
        run(MOVEMENTS_OUTSIDE);
        addEvents();
        analyze("compared_movement");
        if (run(ROWS + ROWS_OUTSIDE) > 0) {
            jdbc.sql("truncate known_object").update();
            run(KNOWN_OBJECTS);
        }
        run(KEYS);
        analyze("known_object", "movement_key", "compared_row");
        run(BUNDLES);
        analyze("bundled_row");
    }

    /** Hashing would write the events of the whole journal to disk, to find a day's. */
    private void addEvents() {
        analyze("compared_posting");
        jdbc.sql("set local enable_hashjoin = off").update();
        run(EVENTS);
        jdbc.sql("set local enable_hashjoin = on").update();
    }

    long rows() {
        return jdbc.sql(
                        """
                        select (select count(*) from compared_movement)
                            + (select count(*) from bundled_row)
                        """)
                .query(Long.class)
                .single();
    }

    private int run(String statement) {
        return jdbc.sql(knowledge.in(statement))
                .param("tenant", tenant)
                .param("connection", connection)
                .param("account", AccountName.providerClearing(connection).value())
                .param("from", utc(period.from()))
                .param("to", utc(period.to()))
                .update();
    }

    private void analyze(String... tables) {
        jdbc.sql("analyze " + String.join(", ", tables)).update();
    }
}
