package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDay.NEXT_DAY;
import static io.truebook.api.reconciliation.SettledDay.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.reconciliation.Reports.Form;
import io.truebook.ledger.reconciliation.RepairKind;
import io.truebook.projection.reconciliation.BreakQueries.Filter;
import io.truebook.projection.reconciliation.KnownBy;
import io.truebook.projection.reconciliation.ReconciliationRuns.Summary;
import io.truebook.projection.reconciliation.RunItems;
import io.truebook.projection.reconciliation.RunItems.Change;
import io.truebook.projection.reconciliation.RunItems.Wanted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A day as it was known at an earlier time, and what came since, on real PostgreSQL. */
@Tag("database")
class AsKnownDbTest extends ReportedDay {

    private final RunItems items = new RunItems(ledger.database.dataSource());

    @Test
    void what_was_known_when_a_run_was_made_gives_that_very_run() throws IOException {
        happens();
        var then = day.reconciled();
        assign("ORPHAN_REFUND", "dave");
        tell(matched, captured("ch_prov_1", 10_000), "poll");

        var again = day.reconciled(knownBy(then.position()));

        assertThat(again).isEqualTo(then);
    }

    @Test
    void what_came_later_is_not_seen_and_breaks_stay_as_they_are() throws IOException {
        var charge = aFailedCharge(10_000);
        day.fetched(row("txn_1", "100.00", "charge", "ch_prov", charge));
        long before = head();
        day.reconciled();
        work(); // It is booked by itself now.
        assertThat(the("STATUS_MISMATCH").status()).isEqualTo("resolved");

        var then = day.reconciled(knownBy(before));
        var now = day.reconciled();

        assertThat(then.breaks()).isEqualTo(1);
        assertThat(then.position()).isEqualTo(before);
        assertThat(now.breaks()).isZero();
        assertThat(the("STATUS_MISMATCH").status()).isEqualTo("resolved");
        assertThat(changes(then, now))
                .extracting(Change::change, Change::codeBefore, Change::codeAfter)
                .containsExactly(tuple("changed", "STATUS_MISMATCH", "MATCHED"));
    }

    @Test
    void a_file_that_came_later_is_not_seen() throws IOException {
        happens();
        var known = new KnownBy(head(), NEXT_DAY.instant().minusSeconds(1));

        var run = day.reconciled(known);

        assertThat(json(report(run.id())).path("files")).isEmpty();
    }

    @Test
    void a_run_differs_from_itself_in_nothing() throws IOException {
        happens();
        var run = day.reconciled();

        assertThat(changes(run, run)).isEmpty();
    }

    @Test
    void what_appears_goes_or_changes_is_told_in_each_form() throws IOException {
        happens();
        var before = day.reconciled();
        approveAsProposed(HOSTILE, "bob");
        work();
        day.upload(row("txn_9", "1.00", "charge", "ch_new", "ch_new"));
        var after = day.reconciled();

        var diff = ReportDiff.of(before, after, changes(before, after));

        assertThat(diff.items())
                .extracting(Change::change)
                .containsExactlyInAnyOrder("changed", "appeared");
        for (var form : Form.values()) {
            var out = new ByteArrayOutputStream();
            diff.write(form, out);
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .as(form.name())
                    .contains("ch_new")
                    .doesNotContain("\n=1+<script>", ",=1+<script>", ">=1+<script>");
        }
    }

    @Test
    void one_transaction_is_found_with_its_rows() throws IOException {
        happens();
        var run = day.reconciled().id();

        for (var wanted :
                List.of(
                        new Wanted(matched, null, null),
                        new Wanted(null, matched, null),
                        new Wanted(null, null, "ch_prov_1"))) {
            var found = items.find(run, wanted, 0, 10);

            assertThat(found).hasSize(1);
            assertThat(found.getFirst().code()).isEqualTo("MATCHED");
            assertThat(items.places(LedgerFixture.TENANT, "stripe", found.getFirst())).hasSize(2);
            assertThat(items.find(run, wanted, 1, 10)).isEmpty();
        }
        assertThat(items.find(run, new Wanted("ch_nobody", null, null), 0, 10)).isEmpty();
    }

    @Test
    void a_run_of_then_is_no_news_even_where_nothing_came_since() throws IOException {
        day.fetched(row("txn_1", "100.00", "charge", "ch_prov", "ch_nobody_knows"));
        var then = day.reconciled(knownBy(head()));
        assertThat(listed(new Filter(null, null, null))).isEmpty();

        var now = day.reconciled();

        assertThat(now.id()).isNotEqualTo(then.id());
        assertThat(the("MISSING_IN_LEDGER").status()).isEqualTo("open");
        propose("ann", RepairKind.PARK);
    }

    private List<Change> changes(Summary before, Summary after) {
        return items.changes(before.id(), after.id(), 100);
    }

    private KnownBy knownBy(long position) {
        return new KnownBy(position, NEXT_DAY.instant());
    }

    private long head() {
        return ledger.jdbc
                .sql("select last_index from truebook.ledger_head")
                .query(Long.class)
                .single();
    }
}
