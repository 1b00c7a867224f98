package io.truebook.projection.balance;

import io.truebook.projection.balance.BalanceHistory.Sums;
import io.truebook.projection.store.TransactionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What was posted to an account in a period, in the order it counts, between the balance before and
 * the balance after.
 *
 * <p>As the journal knew it at one position, so the same question has the same answer for ever.
 * Holds are not posted and do not show.
 */
public final class StatementQueries {

    /**
     * What a statement is of.
     *
     * @param from UTC, included
     * @param to UTC, not included
     * @param position what the journal knew: nothing behind it shows
     */
    public record Subject(
            long accountId,
            String normalSide,
            String currency,
            Instant from,
            Instant to,
            long position) {}

    /** Amounts in minor units; opening + debits and credits on their sides = closing. */
    public record Summary(long opening, long debits, long credits, long lines, long closing) {}

    /**
     * One posting.
     *
     * @param originalAt when it would have counted from, had that day not been closed; else null
     * @param balance of the statement after it, positive on the normal side
     * @param transactionId of the client's request that booked it; null for what a provider
     *     reported
     */
    public record Line(
            Instant effectiveAt,
            @Nullable Instant originalAt,
            Instant recordedAt,
            long position,
            int leg,
            String payment,
            @Nullable String transactionId,
            String event,
            String item,
            String side,
            long amount,
            long balance) {

        /** Where the statement goes on. */
        public Bound next() {
            return new Bound(effectiveAt, position, leg + 1);
        }
    }

    private static final String LINE =
            """
            p.effective_at, p.global_index, p.leg, p.item, p.side, p.amount_minor
            """;

    private static final String WITHIN =
            """
            p.currency = :currency and p.layer = 'posted' and p.effective_at < :until
            and (p.effective_at, p.global_index, p.leg) >= (:time, :index, :leg)
            """;

    private static final String LINES =
            """
            select l.effective_at, l.global_index, l.leg, l.item, l.side, l.amount_minor,
                e.recorded_at, e.aggregate_id, e.event_type,
                convert_from(e.metadata, 'UTF8')::jsonb ->> 'origin',
                convert_from(e.metadata, 'UTF8')::jsonb ->> 'transaction_id', late.original_at
            from (
                select {line}
                from truebook.posting_total t
                cross join lateral (
                    select p.* from truebook.posting p
                    where p.account_id = t.account_id and p.global_index > t.block * {block}
                        and p.global_index <= (t.block + 1) * {block}
                        and {hour} = t.effective_hour and {within}
                    offset 0) p
                where t.account_id = :account and t.currency = :currency and t.block < :blocks
                    and t.effective_hour > cast(:time as timestamptz) - interval '1 hour'
                    and t.effective_hour < :until and t.posted_count > 0
                    and t.latest_at >= :time and t.earliest_at < :until
                union all
                select {line}
                from truebook.posting p
                where p.account_id = :account and p.global_index > :blocks * {block}
                    and p.global_index <= :position and {within}
                order by 1, 2, 3
                limit :limit
            ) l
            join truebook.journal_event e on e.global_index = l.global_index
            left join truebook.late_entry late on late.global_index = l.global_index
            order by 1, 2, 3\
            """
                    .replace("{line}", LINE)
                    .replace("{within}", WITHIN)
                    .replace("{hour}", PostingTotals.HOUR)
                    .replace("{block}", Long.toString(PostingTotals.BLOCK));

    private static final String HOURS =
            """
            select t.effective_hour, sum(t.posted_count)::bigint
            from truebook.posting_total t
            where t.account_id = :account and t.currency = :currency and t.block < :blocks
                and t.effective_hour > :time and t.effective_hour < :until and t.posted_count > 0
            group by t.effective_hour
            order by t.effective_hour
            limit :limit\
            """;

    private static final Duration HOUR = Duration.ofHours(1);

    private final BalanceHistory history;
    private final JdbcClient jdbc;

    public StatementQueries(BalanceHistory history, DataSource dataSource) {
        this.history = history;
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** The balances and totals of the whole period. */
    public Summary summary(Subject subject) {
        var opening = before(subject, Bound.before(subject.from()));
        var closing = before(subject, Bound.before(subject.to()));
        return new Summary(
                opening.balance(subject.normalSide()).balance(),
                closing.postedDebits() - opening.postedDebits(),
                closing.postedCredits() - opening.postedCredits(),
                closing.postedCount() - opening.postedCount(),
                closing.balance(subject.normalSide()).balance());
    }

    /** The lines from this place on, at most so many; fewer only at the end of the period. */
    public List<Line> lines(Subject subject, Bound from, int limit) {
        long blocks = history.blocks(subject.position());
        long balance = before(subject, from).balance(subject.normalSide()).balance();
        List<Line> lines = new ArrayList<>();
        var start = from;
        while (lines.size() < limit) {
            var until = end(subject, start, blocks, limit);
            for (var line : read(subject, start, until, blocks, limit - lines.size())) {
                boolean raises = line.side().equals(subject.normalSide());
                balance = Math.addExact(balance, raises ? line.amount() : -line.amount());
                lines.add(with(line, balance));
            }
            if (!until.isBefore(subject.to())) {
                break;
            }
            start = Bound.before(until);
        }
        return lines;
    }

    /**
     * How far to look for so many lines: to the end of the hour that has them together, not
     * counting the hour it begins in, which may be half read.
     */
    private Instant end(Subject subject, Bound start, long blocks, int wanted) {
        record Hour(Instant begin, long lines) {}
        var hours =
                jdbc.sql(HOURS)
                        .param("account", subject.accountId())
                        .param("currency", subject.currency())
                        .param("blocks", blocks)
                        .param("time", start.time())
                        .param("until", BalanceHistory.utc(subject.to()))
                        .param("limit", wanted)
                        .query((row, _) -> new Hour(time(row, 1), row.getLong(2)))
                        .list();
        long together = 0;
        for (var hour : hours) {
            together += hour.lines();
            var end = hour.begin().plus(HOUR);
            if (together >= wanted && end.isBefore(subject.to())) {
                return end;
            }
        }
        return subject.to();
    }

    private List<Line> read(Subject subject, Bound start, Instant until, long blocks, int limit) {
        return jdbc.sql(LINES)
                .param("account", subject.accountId())
                .param("currency", subject.currency())
                .param("position", subject.position())
                .param("blocks", blocks)
                .param("time", start.time())
                .param("index", start.position())
                .param("leg", start.leg())
                .param("until", BalanceHistory.utc(until))
                .param("limit", limit)
                .query((row, _) -> line(row))
                .list();
    }

    private Sums before(Subject subject, Bound bound) {
        return history.before(subject.accountId(), subject.currency(), bound, subject.position());
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                time(row, 1),
                row.getObject(12) == null ? null : time(row, 12),
                time(row, 7),
                row.getLong(2),
                row.getInt(3),
                row.getString(8),
                TransactionKey.API.equals(row.getString(10)) ? row.getString(11) : null,
                row.getString(9),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                0);
    }

    private static Line with(Line line, long balance) {
        return new Line(
                line.effectiveAt,
                line.originalAt,
                line.recordedAt,
                line.position,
                line.leg,
                line.payment,
                line.transactionId,
                line.event,
                line.item,
                line.side,
                line.amount,
                balance);
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
