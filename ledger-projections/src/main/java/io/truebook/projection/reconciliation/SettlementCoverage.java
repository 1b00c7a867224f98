package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import java.time.Instant;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The periods that files a provider was asked for were the answer for. */
public final class SettlementCoverage {

    private final JdbcClient jdbc;

    public SettlementCoverage(DataSource dataSource) {
        this(JdbcClient.create(dataSource));
    }

    SettlementCoverage(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Whether a period needs no asking: files of the report reach over all of it, one or several
     * together. That rows lie in it proves nothing: there may be more.
     */
    public boolean reaches(
            String tenant, String connection, String report, Instant from, Instant to) {
        return jdbc.sql(
                        """
                        select coalesce(
                            range_agg(tstzrange(c.covers_from, c.covers_to))
                                @> tstzrange(:from, :to), false)
                        from truebook.settlement_file f
                        cross join lateral (
                            select f.covers_from, f.covers_to
                            union all
                            select again.covers_from, again.covers_to
                            from truebook.settlement_coverage again
                            where again.file_id = f.file_id) c
                        where f.tenant = :tenant and f.connection = :connection
                            and f.report_type = :report
                            and c.covers_from < :to and c.covers_to > :from
                            and c.covers_from < c.covers_to
                        """)
                .param("tenant", tenant)
                .param("connection", connection)
                .param("report", report)
                .param("from", utc(from))
                .param("to", utc(to))
                .query(Boolean.class)
                .single();
    }

    /** Days on which nothing happened have the same bytes: one file is what each was told. */
    void add(NewFile file) {
        var from = file.coversFrom();
        var to = file.coversTo();
        if (from == null || to == null) {
            return;
        }
        jdbc.sql(
                        """
                        insert into truebook.settlement_coverage (file_id, covers_from, covers_to)
                        values (?, ?, ?)
                        on conflict do nothing
                        """)
                .params(file.id(), utc(from), utc(to))
                .update();
    }
}
