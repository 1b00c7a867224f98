package io.truebook.projection.reconciliation;

import static io.truebook.ledger.decision.Rejection.BANK_ENTRY_NAMES_PAYOUT;
import static io.truebook.ledger.decision.Rejection.BANK_ENTRY_NOT_FOUND;
import static io.truebook.ledger.decision.Rejection.BANK_ENTRY_NOT_MATCHED;
import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.reconciliation.BankMatching.Rule;
import io.truebook.projection.reconciliation.BankMatches.Unbooked;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What people have said to be no payout, although the rule took it for one. */
public final class BankUnmatches {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    public BankUnmatches(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    }

    /**
     * Takes a match by amount and date back, for good; said again it changes nothing.
     *
     * <p>Refuses, first match wins: BANK_ENTRY_NOT_FOUND, BANK_ENTRY_NOT_MATCHED,
     * BANK_ENTRY_NAMES_PAYOUT.
     */
    public void add(
            String tenant,
            String entryId,
            String payoutId,
            String principal,
            String reason,
            Instant now) {
        transaction.executeWithoutResult(_ -> {
            BankMatches.lock(jdbc, tenant);
            requireEntry(tenant, entryId);
            var rule = ruleOf(entryId, payoutId);
            if (rule.isEmpty() && isSaid(entryId, payoutId)) {
                return;
            }
            requireByAmount(rule);
            jdbc.sql(
                            """
                            insert into truebook.bank_unmatch (entry_id, tenant, connection,
                                payout_id, rule, matched_at, unmatched_at, principal, reason)
                            select entry_id, tenant, connection, payout_id, rule, matched_at, ?,
                                ?, ?
                            from truebook.bank_match where entry_id = ?
                            """)
                    .params(utc(now), principal, reason, entryId)
                    .update();
            jdbc.sql("delete from truebook.bank_match where entry_id = ?").param(entryId).update();
        });
    }

    private void requireEntry(String tenant, String entryId) {
        boolean isThere =
                jdbc.sql("select 1 from truebook.bank_entry where tenant = ? and entry_id = ?")
                        .params(tenant, entryId)
                        .query((_, _) -> true)
                        .optional()
                        .isPresent();
        if (!isThere) {
            throw new CommandRejected(BANK_ENTRY_NOT_FOUND, "There is none called " + entryId);
        }
    }

    private boolean isSaid(String entryId, String payoutId) {
        return jdbc.sql("select 1 from truebook.bank_unmatch where entry_id = ? and payout_id = ?")
                .params(entryId, payoutId)
                .query((_, _) -> true)
                .optional()
                .isPresent();
    }

    /** Of a match that is booked: what is taken back before could be booked after. */
    private Optional<String> ruleOf(String entryId, String payoutId) {
        return jdbc.sql(
                        """
                        select rule from truebook.bank_match
                        where entry_id = ? and payout_id = ? and booked
                        """)
                .params(entryId, payoutId)
                .query((row, _) -> row.getString(1))
                .optional();
    }

    private static void requireByAmount(Optional<String> rule) {
        var known =
                rule.orElseThrow(() ->
                        new CommandRejected(
                                BANK_ENTRY_NOT_MATCHED, "It is not taken for that one"));
        if (!known.equals(Rule.AMOUNT_AND_DATE.code())) {
            throw new CommandRejected(BANK_ENTRY_NAMES_PAYOUT, "It was matched by " + known);
        }
    }

    /** Whether the entry was taken for another payout once. */
    public boolean isAny(String tenant, String entryId) {
        return jdbc.sql("select 1 from truebook.bank_unmatch where tenant = ? and entry_id = ?")
                .params(tenant, entryId)
                .query((_, _) -> true)
                .list()
                .contains(true);
    }

    /** What was taken back and is still to be booked. */
    public List<Unbooked> unbooked(String tenant) {
        return jdbc.sql(
                        """
                        select u.entry_id, u.connection, u.payout_id, e.booked_on, e.amount_minor,
                            e.currency
                        from truebook.bank_unmatch u
                        join truebook.bank_entry e on e.entry_id = u.entry_id
                        where u.tenant = ? and not u.booked
                        order by u.entry_id, u.connection, u.payout_id
                        """)
                .param(tenant)
                .query((row, _) -> Unbooked.read(row))
                .list();
    }

    /** An event tells of it now. */
    public void booked(Unbooked unmatch) {
        jdbc.sql(
                        """
                        update truebook.bank_unmatch set booked = true
                        where entry_id = ? and connection = ? and payout_id = ?
                        """)
                .params(unmatch.entryId(), unmatch.connection(), unmatch.payoutId())
                .update();
    }
}
