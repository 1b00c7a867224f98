package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.reconciliation.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a run looks at besides its period, as keys in a table of the session: what earlier periods
 * left unresolved, and what has come in for them since the run before.
 *
 * <p>Found by indexes: breaks by how long they are carried, rows by the files that are new,
 * bookings by the position they begin at. What is older than the look-back is left to people.
 */
final class CarriedItems {

    /** Source: a usual bound for late counterparts (providers.md 6.3). */
    static final Duration LOOK_BACK = Duration.ofDays(90);

    /** What comparisons of the two sides find; other legs have other ways to be resolved. */
    static final String LEGS = "('settlement', 'fee', 'payout')";

    static final String TABLE =
            """
            create temp table carried_item (key text collate "C", payment_id text collate "C",
                transaction_id text collate "C") on commit drop;
            """;

    /** The keys of each bundle, sorted as its movements and rows are. */
    static final String KEYS =
            """
            select payment_id as bundle, key from carried_item where payment_id is not null
            union
            select r.bundle, k.key from carried_item k
            join bundled_row r on r.balance_transaction_id = k.transaction_id
            order by bundle
            """;

    /** Both keys of a break: what it is about, and its row; what is no payment's is its own. */
    private static final String OF_BREAKS =
            """
            insert into carried_item
            select k.key, coalesce(b.charge_id, b.connection || ':' || b.object),
                b.balance_transaction_id
            from truebook.reconciliation_break b
            cross join lateral (values (b.object), (b.balance_transaction_id)) k (key)
            where k.key is not null and b.tenant = :tenant and b.connection = :connection
            """;

    private static final String UNRESOLVED =
            OF_BREAKS
                    + "and b.leg in "
                    + LEGS
                    + """
                     and b.carried_to > :from and b.occurred_at < :from and b.occurred_at >= :since
                    """;

    /** What a payout contains is told again on its day, and says the same. */
    private static final String LATE_ROWS =
            """
            insert into carried_item
            select r.balance_transaction_id, null, r.balance_transaction_id
            from truebook.settlement_file f
            join truebook.settlement_row r on r.file_id = f.file_id
            where f.tenant = :tenant and f.connection = :connection and f.sequence > :files
                and r.tenant = :tenant and r.connection = :connection
                and r.created_at < :from and r.created_at >= :since
                and not exists (
                    select from truebook.settlement_row t
                    join truebook.settlement_file told on told.file_id = t.file_id
                    where t.tenant = r.tenant and t.connection = r.connection
                        and t.balance_transaction_id = r.balance_transaction_id
                        and told.sequence <= :files
                        and {said_of_t} is not distinct from {said_of_r})
            """
                    .replace("{said_of_t}", SettlementFiles.said("t"))
                    .replace("{said_of_r}", SettlementFiles.said("r"));

    /** A repair that a close has moved into the period is about what came before it, too. */
    private static final String LATE_MOVEMENTS =
            """
            insert into carried_item
            select p.item, e.aggregate_id,
                case when e.event_type in ('provider-fee-recorded', 'funds-converted',
                        'reserve-moved', 'account-fee-charged')
                    then p.item end
            from truebook.posting p
            join truebook.journal_event e on e.global_index = p.global_index
            where p.layer = 'posted' and p.global_index > :position
                and p.effective_at >= :since and p.effective_at < :to
                and (p.effective_at < :from or starts_with(p.item, 'brk_'))
                and p.account_id = (
                    select account_id from truebook.account
                    where tenant = :tenant and name = :account)
            """;

    /** An entry that repairs a break is judged with what the break is about. */
    private static final String REPAIRED =
            OF_BREAKS
                    + """
                    and b.break_id in (
                        select key from carried_item where starts_with(key, 'brk_'))
                    """;

    /**
     * A file that replaces another of its batch may leave rows out. What they settled has lost its
     * row, and nothing else leads there: the payment is found as the row would have found it.
     */
    private static final String DROPPED_ROWS =
            """
            insert into carried_item
            with dropped as (
                select r.* from truebook.settlement_file f
                join truebook.settlement_file o on o.tenant = f.tenant
                    and o.connection = f.connection and o.batch_number = f.batch_number
                    and o.sequence < f.sequence
                join truebook.settlement_row r on r.file_id = o.file_id
                where f.tenant = :tenant and f.connection = :connection and f.sequence > :files
                    and r.created_at < :from and r.created_at >= :since
                    and not exists (
                        select from truebook.settlement_row n where n.file_id = f.file_id
                            and n.balance_transaction_id = r.balance_transaction_id)
            ), lost as (
                select d.*, coalesce(
                    case when d.category in ('payout', 'payout_reversal')
                            then :connection || ':' || d.source_id
                        when d.category in {own}
                            then :connection || ':' || d.balance_transaction_id end,
                    d.charge_operation, (
                    select min(p.payment_id) from truebook.provider_reference p
                    where p.tenant = :tenant and p.connection = :connection
                        and p.object_id in (d.source_id, d.charge_id, d.payment_intent_id)
                    )) as payment_id
                from dropped d
            )
            select k.key, l.payment_id, l.balance_transaction_id
            from lost l
            cross join lateral (
                values (l.balance_transaction_id), (l.source_id), (l.refund_operation),
                    (case when l.category not in ('refund', 'refund_failure')
                        then l.payment_id end)
                union
                select convert_from(e.payload, 'UTF8')::json ->> 'refund_id'
                from truebook.journal_event e
                where l.category in ('refund', 'refund_failure') and l.refund_operation is null
                    and e.aggregate_id = l.payment_id
                    and e.event_type in ('refund-succeeded', 'refund-failed')
                    and convert_from(e.payload, 'UTF8')::json #>> '{evidence,object_id}'
                        = l.source_id) k (key)
            where k.key is not null
            """
                    .replace("{own}", UnbookedMovements.CATEGORIES);

    /**
     * The run before: of those of an earlier beginning the one that was made last. One that was
     * made before runs kept the last file they saw has seen what had come a day before its last
     * event: an upload takes no day, and what is looked at twice is judged alike.
     */
    private static final String PREVIOUS =
            """
            select n.run_id, n.journal_position, n.period_to,
                coalesce(n.file_sequence, (
                    select min(f.sequence) - 1 from truebook.settlement_file f
                    where f.tenant = :tenant and f.connection = :connection
                        and f.imported_at >= coalesce((
                            select e.recorded_at from truebook.journal_event e
                            where e.global_index = n.journal_position), '-infinity')
                            - interval '1 day'), :none)
            from truebook.reconciliation_run n
            where n.tenant = :tenant and n.connection = :connection
                and n.period_from < :from and n.known_position is null
            order by n.sequence desc limit 1
            """;

    /** Above every file there is: nothing has come since. */
    private static final long NO_FILE = Long.MAX_VALUE;

    record Previous(String runId, long position, Instant periodTo, long fileSequence) {}

    /**
     * How far runs have looked.
     *
     * @param fileSequence of the last file the run before saw; without one there are no later files
     * @param until where the days begin that no run has looked at, at the latest with the period
     */
    record Seen(long fileSequence, Instant until) {}

    private final Knowledge knowledge;
    private final JdbcClient jdbc;
    private final String tenant;
    private final String connection;
    private final Period period;

    CarriedItems(
            Knowledge knowledge, JdbcClient jdbc, String tenant, String connection, Period period) {
        this.knowledge = knowledge;
        this.jdbc = jdbc;
        this.tenant = tenant;
        this.connection = connection;
        this.period = period;
    }

    /** Fills the table; without a run before nothing but breaks can be carried. */
    void fill() {
        var before = previous();
        knowledge.endWith(before.map(Previous::runId).orElse(null));
        run(knowledge.ofUnresolved(UNRESOLVED), 0, 0, lookBack());
        before.ifPresent(previous -> {
            movements(previous.position, lookBack());
            run(LATE_ROWS, 0, previous.fileSequence, lookBack());
            run(DROPPED_ROWS, 0, previous.fileSequence, lookBack());
            if (previous.periodTo.isBefore(period.from())) {
                addUnseen(previous.periodTo);
            }
        });
        run(REPAIRED, 0, 0, lookBack());
    }

    /** Days between two runs: what was known of them when the first was made, nobody has seen. */
    private void addUnseen(Instant since) {
        var from = since.isAfter(lookBack()) ? since : lookBack();
        movements(0, from);
        run(LATE_ROWS, 0, 0, from);
    }

    private void movements(long position, Instant since) {
        // Hashing would read the journal to its beginning, to find a day's events.
        jdbc.sql("set local enable_hashjoin = off").update();
        run(LATE_MOVEMENTS, position, 0, since);
        jdbc.sql("set local enable_hashjoin = on").update();
    }

    private Instant lookBack() {
        return period.from().minus(LOOK_BACK);
    }

    Seen seen() {
        var before = previous();
        return new Seen(
                before.map(Previous::fileSequence).orElse(NO_FILE),
                before.map(Previous::periodTo)
                        .filter(end -> end.isBefore(period.from()))
                        .orElse(period.from()));
    }

    Optional<Previous> previous() {
        return jdbc.sql(knowledge.in(PREVIOUS))
                .param("tenant", tenant)
                .param("connection", connection)
                .param("from", utc(period.from()))
                .param("none", NO_FILE)
                .query((row, _) ->
                        new Previous(
                                row.getString(1),
                                row.getLong(2),
                                Times.read(row, 3),
                                row.getLong(4)))
                .optional();
    }

    /** Of the last settlement file there is; 0 where there is none. */
    long fileSequence() {
        return jdbc.sql(
                        knowledge.in(
                                """
                                select coalesce(max(sequence), 0) from truebook.settlement_file
                                where tenant = ? and connection = ?
                                """))
                .params(tenant, connection)
                .query(Long.class)
                .single();
    }

    private void run(String statement, long position, long files, Instant since) {
        jdbc.sql(knowledge.in(statement))
                .param("tenant", tenant)
                .param("connection", connection)
                .param("account", AccountName.providerClearing(connection).value())
                .param("from", utc(period.from()))
                .param("to", utc(period.to()))
                .param("since", utc(since))
                .param("position", position)
                .param("files", files)
                .update();
    }
}
