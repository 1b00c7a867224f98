package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Break;
import io.truebook.ledger.reconciliation.FindingCode;
import io.truebook.ledger.reconciliation.RepairPolicy;
import io.truebook.projection.reconciliation.DecidedBreaks.Decided;
import io.truebook.projection.reconciliation.ReconciliationRuns.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a run keeps of each difference beside its two sides: since when it is known, who looks after
 * it, what is to be done about it, and which operation and payout it belongs to.
 */
final class NewDifferences {

    private static final String INSERT =
            """
            insert into truebook.reconciliation_difference (run_id, finding_id, first_seen_at,
                decision_status, owner, proposed_repair, proposed_by, ledger_transaction, payout_id,
                batch_number)
            select distinct on (i.finding_id) i.run_id, i.finding_id,
                least(b.first_seen_at, :asOf), coalesce(d.status, i.status), d.owner,
                coalesce(d.repair, u.repair), d.proposed_by,
                coalesce(o.transaction_id, c.transaction_id), r.payout_id, f.batch_number
            from truebook.reconciliation_item i
            left join truebook.reconciliation_break b on b.break_id = i.finding_id
            left join unnest(:ids::text[], :statuses::text[], :owners::text[], :repairs::text[],
                    :proposers::text[]) d (id, status, owner, repair, proposed_by)
                on d.id = i.finding_id
            left join truebook.provider_operation o
                on o.operation_id = i.object and o.tenant = :tenant
            left join truebook.provider_operation c
                on c.operation_id = i.charge_id and c.tenant = :tenant
            left join unnest(:codes::text[], :known::boolean[], :usual::text[])
                    u (code, known, repair)
                on u.code = i.code and u.known = (c.operation_id is not null)
                    and i.status = 'open'
            left join truebook.settlement_row_current r
                on r.tenant = :tenant and r.connection = :connection
                    and r.balance_transaction_id = i.balance_transaction_id
            left join truebook.settlement_file f on f.file_id = r.file_id
            where i.run_id = :run and i.status <> 'matched'
            order by i.finding_id, i.occurred_at, i.difference_minor
            """;

    /** A difference of the run that something was ever decided about. */
    private record Found(String id, String status, Money amount) {}

    private final JdbcClient jdbc;
    private final Identity identity;

    NewDifferences(JdbcClient jdbc, Identity identity) {
        this.jdbc = jdbc;
        this.identity = identity;
    }

    void insert() {
        var shown = new Shown();
        var found = found();
        new DecidedBreaks(jdbc, identity.position())
                .of(List.copyOf(found.keySet()))
                .forEach(decided -> shown.add(found.get(decided.id()), decided));
        var usual = new Usual();
        jdbc.sql(INSERT)
                .param("run", identity.id())
                .param("tenant", identity.tenant())
                .param("connection", identity.connection())
                .param("asOf", utc(identity.asOf()))
                .param("ids", shown.ids.toArray(String[]::new))
                .param("statuses", shown.statuses.toArray(String[]::new))
                .param("owners", shown.owners.toArray(String[]::new))
                .param("repairs", shown.repairs.toArray(String[]::new))
                .param("proposers", shown.proposers.toArray(String[]::new))
                .param("codes", usual.codes.toArray(String[]::new))
                .param("known", usual.known.toArray(Boolean[]::new))
                .param("usual", usual.repairs.toArray(String[]::new))
                .update();
    }

    private Map<String, Found> found() {
        Map<String, Found> found = new HashMap<>();
        jdbc.sql(
                        """
                        select i.finding_id, i.status, i.difference_minor, i.currency
                        from truebook.reconciliation_item i
                        join truebook.break_case c on c.break_id = i.finding_id
                        where i.run_id = ? and i.status <> 'matched'
                        """)
                .param(identity.id())
                .query(row -> {
                    var amount = Money.of(row.getLong(3), row.getString(4));
                    found.put(
                            row.getString(1),
                            new Found(row.getString(1), row.getString(2), amount));
                });
        return found;
    }

    /** Where the decisions leave each difference, column by column. */
    private static final class Shown {
        private final List<String> ids = new ArrayList<>();
        private final List<String> statuses = new ArrayList<>();
        private final List<@Nullable String> owners = new ArrayList<>();
        private final List<@Nullable String> repairs = new ArrayList<>();
        private final List<@Nullable String> proposers = new ArrayList<>();

        void add(@Nullable Found found, Decided decided) {
            if (found == null) {
                return;
            }
            var now = decided.state();
            var proposal = now.isUnderWay() ? now.proposal() : null;
            ids.add(found.id);
            statuses.add(status(found, now));
            owners.add(now.owner());
            repairs.add(proposal == null ? null : proposal.kind().code());
            proposers.add(proposal == null ? null : proposal.by());
        }

        /** What a run finds again is open again, whatever had been done about it. */
        private static String status(Found found, Break now) {
            return switch (now.status()) {
                case PROPOSED, APPROVED, APPLYING -> now.status().code();
                case DISMISSED ->
                        now.facts() != null && now.facts().amount().equals(found.amount)
                                ? now.status().code()
                                : found.status;
                case OPEN, RESOLVED, CONFIRMED -> found.status;
            };
        }
    }

    /** What each code calls for where nobody has proposed anything. */
    private static final class Usual {
        private final List<String> codes = new ArrayList<>();
        private final List<Boolean> known = new ArrayList<>();
        private final List<String> repairs = new ArrayList<>();

        Usual() {
            for (var code : FindingCode.values()) {
                add(code, true);
                add(code, false);
            }
        }

        private void add(FindingCode code, boolean isOurs) {
            RepairPolicy.usual(code, isOurs)
                    .ifPresent(kind -> {
                        codes.add(code.name());
                        known.add(isOurs);
                        repairs.add(kind.code());
                    });
        }
    }
}
