package io.truebook.projection.reconciliation;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Files that come again after something has taken their place: they count again, as files of their
 * own. That is bytes another file has replaced, and bytes that somebody has uploaded and the
 * provider itself gives out now.
 */
final class ReplacedFiles {

    /** The bytes as they came last, and what has come since and says otherwise, the latest. */
    private static final String LAST =
            """
            with known as (
                select * from truebook.settlement_file
                where tenant = :tenant and connection = :connection and sha256 = :sha256
                order by sequence desc limit 1
            ), other as (
                select later.file_id, later.sequence
                from known
                join truebook.settlement_file later
                    on later.tenant = known.tenant and later.connection = known.connection
                    and later.batch_number = known.batch_number
                    and later.sequence > known.sequence
                union all
                select later.file_id, later.sequence
                from known
                join truebook.settlement_row r on r.file_id = known.file_id
                join truebook.settlement_row s
                    on s.tenant = r.tenant and s.connection = r.connection
                    and s.balance_transaction_id = r.balance_transaction_id
                join truebook.settlement_file later
                    on later.file_id = s.file_id and later.sequence > known.sequence
                where known.batch_number is null
                    and {said_of_s} is distinct from {said_of_r}
            )
            select file_id, coalesce(
                (select file_id from other order by sequence desc limit 1),
                case when source = 'upload' and :source = 'report_run' then file_id end)
            from known
            """
                    .replace("{said_of_s}", SettlementFiles.said("s"))
                    .replace("{said_of_r}", SettlementFiles.said("r"));

    private final JdbcClient jdbc;

    ReplacedFiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    NewFile asItCounts(NewFile file) {
        return jdbc.sql(LAST)
                .param("tenant", file.tenant())
                .param("connection", file.connection())
                .param("sha256", file.sha256())
                .param("source", file.source())
                .query((row, _) -> {
                    var since = row.getString(2);
                    return since == null ? file.withId(row.getString(1)) : file.comingAfter(since);
                })
                .optional()
                .orElse(file);
    }
}
