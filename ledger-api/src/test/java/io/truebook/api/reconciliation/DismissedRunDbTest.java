package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDay.NEXT_DAY;
import static io.truebook.api.reconciliation.SettledDay.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.reconciliation.BreakCommand.DismissBreak;
import io.truebook.projection.reconciliation.KnownBy;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people have dismissed is decided: it explains a difference and is no open break. */
@Tag("database")
class DismissedRunDbTest extends ReportedDay {

    @Test
    void what_was_dismissed_counts_as_no_open_break_and_still_explains_its_difference()
            throws IOException {
        day.upload(row("txn_1", "90.00", "charge", "ch_nobody", "ch_x"));
        assertThat(day.reconciled().breaks()).isEqualTo(1);
        dismiss("ch_nobody");

        var run = day.reconciled();

        assertThat(run.breaks()).isZero();
        var report = json(report(run.id()));
        assertThat(report.at("/counts/dismissed").asLong()).isEqualTo(1);
        assertThat(report.at("/roll_forward/0/difference").asLong()).isEqualTo(9_000);
        assertThat(report.at("/roll_forward/0/breaks").asLong()).isZero();
        assertThat(report.at("/roll_forward/0/dismissed").asLong()).isEqualTo(9_000);
        assertThat(report.path("ageing")).isEmpty();
        assertThat(report.at("/by_code/0/status").asString()).isEqualTo("dismissed");
        assertThat(text(report(run.id()), Reports.Form.HTML)).contains("1 are dismissed");
    }

    @Test
    void what_was_dismissed_at_another_amount_is_open() throws IOException {
        day.upload(row("txn_1", "90.00", "charge", "ch_nobody", "ch_x"));
        day.reconciled();
        dismiss("ch_nobody");
        day.upload(row("txn_1", "80.00", "charge", "ch_nobody", "ch_x"));

        assertThat(day.reconciled().breaks()).isEqualTo(1);
    }

    @Test
    void what_was_dismissed_later_was_open_then() throws IOException {
        day.upload(row("txn_1", "90.00", "charge", "ch_nobody", "ch_x"));
        var open = day.reconciled();
        dismiss("ch_nobody");
        day.reconciled();

        assertThat(day.reconciled(new KnownBy(open.position(), NEXT_DAY.instant())))
                .isEqualTo(open);
    }

    private void dismiss(String what) {
        var id = found(what).id();
        decide("ann", new DismissBreak(id, "ann", "Ours to bear", facts(id), NEXT_DAY.instant()));
    }
}
