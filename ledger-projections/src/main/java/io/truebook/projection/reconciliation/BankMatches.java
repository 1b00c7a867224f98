package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.BankDays;
import io.truebook.ledger.reconciliation.BankMatching;
import io.truebook.ledger.reconciliation.BankMatching.Entry;
import io.truebook.ledger.reconciliation.BankMatching.Expected;
import io.truebook.ledger.reconciliation.BankMatching.Match;
import io.truebook.ledger.reconciliation.DerivedId;
import io.truebook.ledger.reconciliation.Finding.Leg;
import io.truebook.ledger.reconciliation.FindingCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which entries of our bank's statements are which payouts, and which are nobody's.
 *
 * <p>Decided by one at a time for a tenant, on any node; what is decided stays.
 */
public final class BankMatches {

    /** What a credit that is no provider's is listed under, in place of a connection. */
    public static final String BANK = "bank";

    /** Source: a usual bound for late counterparts (providers.md 6.3). */
    private static final Duration LOOK_BACK = Duration.ofDays(90);

    /** A payout that its text names may come before the day that was told for it. */
    private static final Period EARLY = Period.ofDays(31);

    /** A match that no event tells of yet. */
    public record Unbooked(
            String entryId, String connection, String payoutId, LocalDate bookedOn, Money amount) {

        static Unbooked read(ResultSet row) throws SQLException {
            return new Unbooked(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getObject(4, LocalDate.class),
                    Money.of(row.getLong(5), row.getString(6)));
        }
    }

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final int bankDays;

    /**
     * @param bankDays how long a payout may take to the bank
     */
    public BankMatches(DataSource dataSource, int bankDays) {
        jdbc = JdbcClient.create(dataSource);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        this.bankDays = bankDays;
    }

    /** Decides what can be decided now, and opens and ends the breaks of what is nobody's. */
    public void decide(String tenant, Instant now) {
        transaction.executeWithoutResult(_ -> {
            lock(jdbc, tenant);
            var since = LocalDate.ofInstant(now.minus(LOOK_BACK), ZoneOffset.UTC);
            var payouts = new BankTransit(jdbc, new Knowledge(jdbc, null)).expected(tenant, since);
            if (!payouts.isEmpty()) {
                BankMatching.of(unmatched(tenant, since, payouts), payouts, bankDays)
                        .forEach(match -> insert(tenant, match, now));
            }
            openBreaks(tenant, now);
            endBreaks(tenant);
        });
    }

    /** One at a time decides for a tenant, until the end of the transaction. */
    static void lock(JdbcClient jdbc, String tenant) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param("bank|" + tenant)
                .query((_, _) -> true)
                .list();
    }

    /** What was decided and is still to be booked. */
    public List<Unbooked> unbooked(String tenant) {
        return jdbc.sql(
                        """
                        select m.entry_id, m.connection, m.payout_id, e.booked_on, e.amount_minor,
                            e.currency
                        from truebook.bank_match m
                        join truebook.bank_entry e on e.entry_id = m.entry_id
                        where m.tenant = ? and not m.booked
                        order by m.entry_id
                        """)
                .param(tenant)
                .query((row, _) -> Unbooked.read(row))
                .list();
    }

    /** An event tells of it now; one that has taken its place meanwhile is not meant. */
    public void booked(Unbooked match) {
        jdbc.sql(
                        """
                        update truebook.bank_match set booked = true
                        where entry_id = ? and connection = ? and payout_id = ?
                        """)
                .params(match.entryId(), match.connection(), match.payoutId())
                .update();
    }

    /**
     * Of late, or told of late: an older statement may come first. What no payout can be is not
     * read: an account may have years of other business.
     */
    private List<Entry> unmatched(String tenant, LocalDate since, List<Expected> payouts) {
        var first = payouts.stream().map(Expected::arrivesOn).min(Comparator.naturalOrder());
        return jdbc.sql(
                        """
                        select e.entry_id, e.booked_on, e.amount_minor, e.currency, e.words,
                            array(select u.connection || ':' || u.payout_id
                                from truebook.bank_unmatch u where u.entry_id = e.entry_id)
                        from truebook.bank_entry e
                        where e.tenant = :tenant and e.booked_on >= :first
                            and e.currency = any(:currencies)
                            and (e.booked_on >= :since or e.statement_id = any(array(
                                select s.statement_id from truebook.bank_statement s
                                where s.tenant = :tenant and s.imported_at >= :told)))
                            and not exists (
                                select from truebook.bank_match m where m.entry_id = e.entry_id)
                        """)
                .param("tenant", tenant)
                .param("first", first.orElseThrow().minus(EARLY))
                .param("currencies", currencies(payouts))
                .param("since", since)
                .param("told", utc(since.atStartOfDay(ZoneOffset.UTC).toInstant()))
                .query((row, _) ->
                        new Entry(
                                row.getString(1),
                                row.getObject(2, LocalDate.class),
                                Money.of(row.getLong(3), row.getString(4)),
                                row.getString(5),
                                Set.of((String[]) row.getArray(6).getArray())))
                .list();
    }

    private static String[] currencies(List<Expected> payouts) {
        return payouts.stream()
                .map(payout -> payout.open().currency().code())
                .distinct()
                .toArray(String[]::new);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getString(1),
                row.getObject(2, LocalDate.class),
                Money.of(row.getLong(3), row.getString(4)),
                "");
    }

    private void insert(String tenant, Match match, Instant now) {
        jdbc.sql(
                        """
                        insert into truebook.bank_match (entry_id, tenant, connection, payout_id,
                            rule, matched_at)
                        values (?, ?, ?, ?, ?, ?) on conflict do nothing
                        """)
                .params(
                        match.entry().id(),
                        tenant,
                        match.payout().connection(),
                        match.payout().payoutId(),
                        match.rule().code(),
                        utc(now))
                .update();
    }

    /** A credit that no payout explains in time. Debits are other business of ours. */
    private void openBreaks(String tenant, Instant now) {
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        var nobodys =
                unexplained(tenant).stream()
                        .filter(entry -> BankDays.after(entry.bookedOn(), bankDays).isBefore(today))
                        .map(Entry::id)
                        .toList();
        jdbc.sql(
                        """
                        insert into truebook.reconciliation_break (break_id, tenant, connection,
                            leg, code, status, object, provider_minor, provider_currency,
                            amount_minor, currency, evidence, occurred_at, first_seen_at,
                            first_run_id, last_run_id, last_position)
                        select u.break_id, e.tenant, :bank, :leg, :code, 'open', e.entry_id,
                            e.amount_minor, e.currency, e.amount_minor, e.currency,
                            'No payout explains this credit of our bank account.',
                            e.booked_on::timestamp at time zone 'UTC', :now, e.statement_id,
                            e.statement_id, (select last_index from truebook.ledger_head)
                        from unnest(:breaks::text[], :entries::text[]) as u(break_id, entry_id)
                        join truebook.bank_entry e on e.entry_id = u.entry_id
                        on conflict (break_id) do nothing
                        """)
                .param(
                        "breaks",
                        nobodys.stream().map(id -> breakOf(tenant, id)).toArray(String[]::new))
                .param("entries", nobodys.toArray(String[]::new))
                .param("bank", BANK)
                .param("leg", Leg.BANK.code())
                .param("code", FindingCode.BANK_ONLY.name())
                .param("now", utc(now))
                .update();
    }

    /** Credits of nobody's that have no break yet. */
    private List<Entry> unexplained(String tenant) {
        return jdbc.sql(
                        """
                        select e.entry_id, e.booked_on, e.amount_minor, e.currency
                        from truebook.bank_entry e
                        where e.tenant = :tenant and e.amount_minor > 0
                            and not exists (
                                select from truebook.bank_match m where m.entry_id = e.entry_id)
                            and not exists (
                                select from truebook.reconciliation_break b
                                where b.tenant = e.tenant and b.connection = :bank
                                    and b.object = e.entry_id)
                        """)
                .param("tenant", tenant)
                .param("bank", BANK)
                .query((row, _) -> entry(row))
                .list();
    }

    /** It was a payout's after all; or it was not, and is nobody's again. */
    private void endBreaks(String tenant) {
        jdbc.sql(
                        """
                        update truebook.reconciliation_break b set status = 'open',
                            last_position = (select last_index from truebook.ledger_head)
                        where b.tenant = :tenant and b.connection = :bank
                            and b.status = 'resolved' and b.code = :code
                            and not exists (
                                select from truebook.bank_match m where m.entry_id = b.object)
                        """)
                .param("tenant", tenant)
                .param("bank", BANK)
                .param("code", FindingCode.BANK_ONLY.name())
                .update();
        jdbc.sql(
                        """
                        update truebook.reconciliation_break b set status = 'resolved',
                            last_position = (select last_index from truebook.ledger_head)
                        where b.tenant = :tenant and b.connection = :bank and b.status = 'open'
                            and b.code = :code
                            and exists (
                                select from truebook.bank_match m where m.entry_id = b.object)
                        """)
                .param("tenant", tenant)
                .param("bank", BANK)
                .param("code", FindingCode.BANK_ONLY.name())
                .update();
    }

    private static String breakOf(String tenant, String entryId) {
        return DerivedId.of(
                "brk_", BANK, Leg.BANK.code(), FindingCode.BANK_ONLY.name(), tenant, entryId);
    }
}
