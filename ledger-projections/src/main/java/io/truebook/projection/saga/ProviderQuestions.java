package io.truebook.projection.saga;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.OperationKind;
import io.truebook.ledger.provider.ToldFact;
import io.truebook.ledger.reconciliation.FollowedOperation;
import io.truebook.ledger.reconciliation.Reconciliation.Answered;
import io.truebook.ledger.reconciliation.Reply;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What providers are asked about their own records, each question in a row until it is replied to.
 *
 * <p>A question is known by the operation and the answer it is about: put again, by another node or
 * in a replay, it is the one there is. It lapses when its operation needs no second witness any
 * more.
 */
public final class ProviderQuestions {

    /** What a question is about. */
    record About(String operationId, String fact) {}

    /** A reply, and when it came. */
    record Replied(Reply reply, Instant at) {}

    /**
     * A question somebody has taken.
     *
     * @param fact what was answered
     * @param attempt counts from 1; only the latest may write down what came of it
     */
    public record Question(FollowedOperation about, String fact, int attempt) {}

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batches;
    private final TransactionTemplate transaction;

    public ProviderQuestions(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
        batches = new NamedParameterJdbcTemplate(dataSource);
        transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /** Puts questions; one that is there already stays as it is. */
    void put(Collection<Answered> wanted) {
        if (wanted.isEmpty()) {
            return;
        }
        batches.batchUpdate(
                """
                insert into truebook.provider_question (operation_id, fact, tenant, payment_id,
                    connection, asked_at, due_at)
                values (:operation, :fact, :tenant, :payment, :connection, :at, :at)
                on conflict do nothing
                """,
                wanted.stream().map(ProviderQuestions::row).toArray(SqlParameterSource[]::new));
    }

    private static SqlParameterSource row(Answered asking) {
        var about = asking.about();
        return new MapSqlParameterSource()
                .addValue("operation", about.operationId())
                .addValue("fact", asking.answer().told().text())
                .addValue("tenant", about.tenant())
                .addValue("payment", about.paymentId())
                .addValue("connection", about.connection())
                .addValue("at", utc(requireNonNull(asking.askedAt(), "not asked")));
    }

    /** The replies to questions about these operations. */
    Map<About, Replied> replies(Collection<String> operationIds) {
        return jdbc
                .sql(
                        """
                        select operation_id, fact, reply, replied_at
                        from truebook.provider_question
                        where operation_id = any(:operations) and reply is not null
                        """)
                .param("operations", operationIds.toArray(String[]::new))
                .query((row, _) ->
                        Map.entry(
                                new About(row.getString(1), row.getString(2)),
                                new Replied(
                                        Reply.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                                        time(row, "replied_at"))))
                .list()
                .stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Takes what is due at a connection, for so long: whoever dies with it leaves it to others. */
    public List<Question> take(String connection, Instant now, Instant until, int most) {
        return jdbc.sql(
                        """
                        with due as materialized (
                            select q.operation_id, q.fact
                            from truebook.provider_question q
                            join truebook.reconciliation_saga s
                                on s.operation_id = q.operation_id and s.answered_fact = q.fact
                            where q.connection = :connection and q.reply is null
                                and q.due_at <= :now
                                and (q.lease_until is null or q.lease_until <= :now)
                            order by q.due_at limit :most for update of q skip locked
                        )
                        update truebook.provider_question q
                        set lease_until = :until, attempt_count = q.attempt_count + 1
                        from due join truebook.reconciliation_saga s using (operation_id)
                        where q.operation_id = due.operation_id and q.fact = due.fact
                        returning q.operation_id, q.fact, q.attempt_count, s.tenant, s.payment_id,
                            s.connection, s.kind, s.amount_minor, s.currency, s.requested_at
                        """)
                .param("connection", connection)
                .param("now", utc(now))
                .param("until", utc(until))
                .param("most", most)
                .query((row, _) -> read(row))
                .list();
    }

    /** Asks again then; nothing, when somebody has overtaken this attempt. */
    public void askAgain(Question question, Instant then, String detail) {
        update(
                """
                update truebook.provider_question
                set due_at = :then, lease_until = null, detail = :detail
                where operation_id = :operation and fact = :fact and attempt_count = :attempt
                    and reply is null
                """,
                parameters(question).addValue("then", utc(then)).addValue("detail", detail));
    }

    /** Keeps the first reply, and has the operation that waits for it looked at. */
    public void replied(Question question, Reply reply, List<ToldFact> told, Instant at) {
        transaction.executeWithoutResult(_ -> {
            int kept =
                    update(
                            """
                            update truebook.provider_question
                            set reply = :reply, told = :told, replied_at = :at, lease_until = null
                            where operation_id = :operation and fact = :fact and reply is null
                            """,
                            parameters(question)
                                    .addValue("reply", reply.name().toLowerCase(Locale.ROOT))
                                    .addValue(
                                            "told",
                                            told.stream()
                                                    .map(ToldFact::text)
                                                    .toArray(String[]::new))
                                    .addValue("at", utc(at)));
            if (kept > 0) {
                // Not before: the saga hears first what the reply has told the payment. And as it
                // is
                // after whoever looks at it now, who does not know of the reply.
                jdbc.sql(
                                """
                                select from truebook.reconciliation_saga
                                where operation_id = ? for update
                                """)
                        .param(question.about().operationId())
                        .query((_, _) -> true)
                        .list();
                update(
                        """
                        update truebook.reconciliation_saga set due_at = :at
                        where operation_id = :operation and answered_fact = :fact and due_at > :at
                        """,
                        parameters(question).addValue("at", utc(at)));
            }
        });
    }

    /** Takes back what nobody needs to know any more. */
    void forgetNeedless() {
        jdbc.sql(
                        """
                        delete from truebook.provider_question q
                        where q.reply is null and not exists (
                            select from truebook.reconciliation_saga s
                            where s.operation_id = q.operation_id and s.answered_fact = q.fact)
                        """)
                .update();
    }

    private int update(String sql, SqlParameterSource parameters) {
        return batches.update(sql, parameters);
    }

    private static MapSqlParameterSource parameters(Question question) {
        return new MapSqlParameterSource()
                .addValue("operation", question.about().operationId())
                .addValue("fact", question.fact())
                .addValue("attempt", question.attempt());
    }

    private static Question read(ResultSet row) throws SQLException {
        var about =
                new FollowedOperation(
                        row.getString("operation_id"),
                        row.getString("payment_id"),
                        row.getString("tenant"),
                        row.getString("connection"),
                        OperationKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        Money.of(row.getLong("amount_minor"), row.getString("currency")),
                        time(row, "requested_at"));
        return new Question(about, row.getString("fact"), row.getInt("attempt_count"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
