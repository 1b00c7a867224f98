package io.truebook.projection.reconciliation;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a comparison may see: everything, or what was known at an earlier time.
 *
 * <p>Then each statement reads views of the session that end where the knowledge ended: events up
 * to a position, files and bank statements that had come, operations that were open, and the breaks
 * that the run before had left. Only which payment an object of the provider belongs to is as known
 * today: the ledger keeps no time of that, and without its events it moves nothing.
 */
final class Knowledge {

    private static final Pattern TABLE =
            Pattern.compile(
                    "truebook\\.(posting|journal_event|provider_operation|settlement_file"
                            + "|settlement_row|settlement_row_current|settlement_announcement"
                            + "|settlement_batch_refusal|reconciliation_run"
                            + "|bank_statement|bank_entry|bank_match)\\b");

    private static final String VIEWS =
            """
            create temp view known_journal_event as
                select * from truebook.journal_event where global_index <= {position};
            create temp view known_posting as
                select * from truebook.posting where global_index <= {position};
            create temp view known_provider_operation as
                select operation_id, tenant, payment_id, connection, kind,
                    case when closed_index <= {position} then 'closed' else 'open' end as state
                from truebook.provider_operation where opened_index <= {position};
            create temp view known_settlement_file as
                select * from truebook.settlement_file where imported_at <= '{at}';
            create temp view known_settlement_row as
                select r.* from truebook.settlement_row r
                join truebook.settlement_file f on f.file_id = r.file_id
                where f.imported_at <= '{at}';
            create temp view known_settlement_row_current as
                select r.*, f.sequence, f.sha256
                from truebook.settlement_row r
                join truebook.settlement_file f on f.file_id = r.file_id
                where f.imported_at <= '{at}'
                    and not exists (
                        select from truebook.settlement_row later
                        join truebook.settlement_file lf on lf.file_id = later.file_id
                        where later.tenant = r.tenant and later.connection = r.connection
                            and later.balance_transaction_id = r.balance_transaction_id
                            and lf.sequence > f.sequence and lf.imported_at <= '{at}')
                    and not exists (
                        select from truebook.settlement_file again
                        where again.tenant = f.tenant and again.connection = f.connection
                            and again.batch_number = f.batch_number
                            and again.sequence > f.sequence and again.imported_at <= '{at}');
            create temp view known_settlement_announcement as
                select * from truebook.settlement_announcement where announced_at <= '{at}';
            create temp view known_settlement_batch_refusal as
                select * from truebook.settlement_batch_refusal where first_at <= '{at}';
            create temp view known_bank_statement as
                select * from truebook.bank_statement where imported_at <= '{at}';
            create temp view known_bank_entry as
                select e.* from truebook.bank_entry e
                join truebook.bank_statement s on s.statement_id = e.statement_id
                where s.imported_at <= '{at}';
            create temp view known_bank_match as
                select entry_id, tenant, connection, payout_id from truebook.bank_match
                where matched_at <= '{at}'
                union all
                select entry_id, tenant, connection, payout_id from truebook.bank_unmatch
                where matched_at <= '{at}' and unmatched_at > '{at}';
            create temp view known_reconciliation_run as
                select r.* from truebook.reconciliation_run r
                where r.journal_position <= {position} and coalesce(r.file_sequence, 0) <= (
                    select coalesce(max(f.sequence), 0) from known_settlement_file f
                    where f.tenant = r.tenant and f.connection = r.connection);
            """;

    /** Whatever a run left unresolved is a line of the next one, so the last one has all of it. */
    private static final String BREAKS =
            """
            create temp view known_reconciliation_break as
                select i.finding_id as break_id, n.tenant, n.connection, i.leg, i.object,
                    i.charge_id, i.balance_transaction_id, i.occurred_at,
                    'infinity'::timestamptz as carried_to
                from truebook.reconciliation_item i
                join truebook.reconciliation_run n on n.run_id = i.run_id
                where i.status <> 'matched' and i.run_id = '{run}';
            """;

    private final JdbcClient jdbc;
    private final @Nullable KnownBy limit;

    Knowledge(JdbcClient jdbc, @Nullable KnownBy limit) {
        this.jdbc = jdbc;
        this.limit = limit;
    }

    /** Makes the views; they go with the transaction. */
    void prepare() {
        if (limit != null) {
            jdbc.sql(
                            VIEWS.replace("{position}", Long.toString(limit.position()))
                                    .replace("{at}", limit.at().toString()))
                    .update();
        }
    }

    /** The last event that may be seen. */
    long position() {
        return limit != null
                ? limit.position()
                : jdbc.sql("select last_index from truebook.ledger_head")
                        .query(Long.class)
                        .single();
    }

    /** The statement, reading no further than may be seen. */
    String in(String statement) {
        return limit == null ? statement : TABLE.matcher(statement).replaceAll("known_$1");
    }

    /** Has what the run before left unresolved read instead of what is unresolved now. */
    void endWith(@Nullable String previousRunId) {
        if (limit != null) {
            jdbc.sql(BREAKS.replace("{run}", previousRunId == null ? "" : previousRunId)).update();
        }
    }

    /** The same of a statement that reads what is unresolved. */
    String ofUnresolved(String statement) {
        return limit == null
                ? statement
                : in(statement)
                        .replace("truebook.reconciliation_break", "known_reconciliation_break");
    }
}
