package io.truebook.projection.saga;

import io.truebook.ledger.provider.ToldFact;
import io.truebook.ledger.reconciliation.SagaDesk.Account;
import io.truebook.ledger.reconciliation.Teller;
import io.truebook.ledger.reconciliation.Testimony;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What providers have told of operations without an event of its own: for all payments of a batch
 * at once.
 */
final class Witnesses {

    /** Of which operation somebody speaks; an empty id is for any of the payment. */
    private record Subject(String paymentId, String operationId) {}

    private static final String ANY = "";

    private final JdbcClient jdbc;

    Witnesses(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    /** What is known of these payments, as it was when it was looked up. */
    static final class Known {

        private final Map<Subject, List<Testimony>> testimonies = new HashMap<>();

        List<Testimony> of(String paymentId, String operationId) {
            var all = new ArrayList<>(list(paymentId, ANY));
            all.addAll(list(paymentId, operationId));
            return all;
        }

        private List<Testimony> list(String paymentId, String operationId) {
            return testimonies.getOrDefault(new Subject(paymentId, operationId), List.of());
        }

        private void add(Subject subject, Testimony testimony) {
            testimonies.computeIfAbsent(subject, _ -> new ArrayList<>()).add(testimony);
        }
    }

    Known of(Collection<String> paymentIds) {
        var known = new Known();
        jdbc.sql(
                        """
                        select c.payment_id, '', 'CALLBACK', c.told, c.received_at, c.event_id
                        from truebook.provider_callback c
                        where c.payment_id = any(:payments) and c.told <> '{}'
                            and (c.status = 'done' or c.step = 'fee')
                        union all
                        select o.payment_id, o.operation_id, 'CALL', null, a.finished_at,
                            a.operation_id || ', attempt ' || a.attempt_number
                        from truebook.provider_operation o
                        join truebook.provider_attempt a on a.operation_id = o.operation_id
                        where o.payment_id = any(:payments) and a.outcome = 'succeeded'
                        union all
                        select q.payment_id, q.operation_id, 'RECORDS', q.told, q.replied_at,
                            'our question of ' || q.asked_at
                        from truebook.provider_question q
                        where q.payment_id = any(:payments) and q.reply = 'told'
                        """)
                .param("payments", paymentIds.toArray(String[]::new))
                .query((ResultSet row) -> read(row, known));
        return known;
    }

    private static void read(ResultSet row, Known known) throws SQLException {
        var subject = new Subject(row.getString(1), row.getString(2));
        var by = Teller.valueOf(row.getString(3));
        var at = row.getObject(5, OffsetDateTime.class).toInstant();
        var source = row.getString(6);
        var told = row.getArray(4);
        if (told == null) {
            known.add(subject, new Testimony(by, null, at, source));
        } else {
            Arrays.stream((String[]) told.getArray())
                    .map(fact -> new Testimony(by, ToldFact.read(fact), at, source))
                    .forEach(testimony -> known.add(subject, testimony));
        }
    }

    /** Whose the operations of these payments are, and at which provider account. */
    Map<String, Account> accounts(Collection<String> paymentIds) {
        var accounts = new HashMap<String, Account>();
        jdbc.sql(
                        """
                        select operation_id, tenant, connection from truebook.provider_operation
                        where payment_id = any(:payments)
                        """)
                .param("payments", paymentIds.toArray(String[]::new))
                .query((ResultSet row) -> {
                    accounts.put(row.getString(1), new Account(row.getString(2), row.getString(3)));
                });
        return accounts;
    }
}
