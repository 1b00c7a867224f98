package io.truebook.projection.reconciliation;

import io.truebook.projection.reconciliation.SettlementFiles.NewFile;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Files that come again after something has taken their place: they count again, as files of their
 * own. That is bytes another file has replaced, and bytes that somebody has uploaded and the
 * provider itself gives out now.
 */
final class ReplacedFiles {

    /**
     * What has come since a file and says otherwise, the latest; else itself where it was upload.
     */
    private static final String SINCE =
            """
            with known as (
                select * from truebook.settlement_file where file_id = :id
            ), other as (
                select later.file_id, later.sequence
                from known
                join truebook.settlement_file later
                    on later.tenant = known.tenant and later.connection = known.connection
                    and later.batch_number = known.batch_number
                    and later.sequence > known.sequence
                where later.sha256 <> :sha256
                union all
                select later.file_id, later.sequence
                from known
                join truebook.settlement_row r on r.file_id = known.file_id
                join truebook.settlement_row s
                    on s.tenant = r.tenant and s.connection = r.connection
                    and s.balance_transaction_id = r.balance_transaction_id
                join truebook.settlement_file later
                    on later.file_id = s.file_id and later.sequence > known.sequence
                    and later.report_type = known.report_type
                where known.batch_number is null and later.sha256 <> :sha256
                    and (s.category, s.currency, s.gross_minor, s.fee_minor, s.net_minor)
                        is distinct from
                        (r.category, r.currency, r.gross_minor, r.fee_minor, r.net_minor)
            )
            (select file_id from other order by sequence desc limit 1)
            union all
            select file_id from known
            where source = 'upload' and :source = 'report_run' and not exists (select from other)
            limit 1
            """;

    private final JdbcClient jdbc;

    ReplacedFiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    NewFile asItCounts(NewFile file) {
        return jdbc.sql(SINCE)
                .param("id", file.id())
                .param("sha256", file.sha256())
                .param("source", file.source())
                .query(String.class)
                .optional()
                .map(file::comingAfter)
                .orElse(file);
    }
}
