package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDay.NEXT_DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.api.reconciliation.Reports.Form;
import io.truebook.projection.reconciliation.ItemRetention;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What old runs let go, and what they never do, on real PostgreSQL. */
@Tag("database")
class RetentionDbTest extends ReportedDay {

    @Test
    void lines_of_what_agrees_go_when_they_are_old_and_the_report_says_so() throws IOException {
        happens();
        var run = day.reconciled();
        var before = json(report(run.id()));
        var worker = worker(31);

        while (worker.pruneNext()) {
            // Each run of the day.
        }

        var after = json(report(run.id()));
        assertThat(before.path("matched_lines").asString()).isEqualTo("kept");
        assertThat(after.path("matched_lines").asString()).isEqualTo("pruned");
        assertThat(after.path("items"))
                .hasSize(before.path("items").size() - (int) run.matched())
                .extracting(item -> item.path("code").asString())
                .doesNotContain("MATCHED");
        for (var kept : new String[] {"roll_forward", "by_code", "matched_by", "repairs"}) {
            assertThat(after.path(kept)).as(kept).isEqualTo(before.path(kept));
        }
        assertThat(text(report(run.id()), Form.HTML)).contains("are not kept any more");
        assertThat(worker.pruneNext()).isFalse();
    }

    @Test
    void a_run_that_is_young_keeps_everything() throws IOException {
        happens();
        day.reconciled();

        assertThat(worker(29).pruneNext()).isFalse();
    }

    @Test
    void nothing_else_can_be_deleted() throws IOException {
        happens();
        day.reconciled();

        for (var which : new String[] {"status = 'matched'", "status = 'open'", "true"}) {
            assertThatThrownBy(() ->
                            ledger.jdbc
                                    .sql("delete from truebook.reconciliation_item where " + which)
                                    .update())
                    .hasMessageContaining("only lines of what agrees go");
        }
    }

    /** So many days after the end of the period, where lines are kept for thirty. */
    private RetentionWorker worker(int days) {
        return new RetentionWorker(
                new ItemRetention(ledger.database.dataSource()),
                new RetentionSettings(Duration.ofDays(30)),
                Clock.offset(NEXT_DAY, Duration.ofDays(days)));
    }
}
