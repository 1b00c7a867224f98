package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDays.day;
import static io.truebook.api.reconciliation.SettledDays.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.books.Books;
import io.truebook.ledger.books.BooksCommand.ClosePeriod;
import io.truebook.ledger.books.Outstanding;
import io.truebook.ledger.reconciliation.BreakCommand.ApproveRepair;
import io.truebook.ledger.reconciliation.RepairKind;
import io.truebook.projection.reconciliation.FindingItems.Item;
import io.truebook.projection.reconciliation.KnownBy;
import io.truebook.projection.reconciliation.ReconciliationRuns.Summary;
import java.io.IOException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What comes late for a closed day meets its other side in an open one, and the day stays so. */
@Tag("database")
class ClosedDaysDbTest extends RepairingLedger {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SettledDays books = new SettledDays(ledger);

    @Test
    void a_booking_that_is_told_late_meets_its_row_behind_the_close() throws IOException {
        var charge = books.asked(10_000);
        day.fetched(SettledDay.row("txn_1", "100.00", "charge", "prov_" + charge, charge));
        var signed = day.reconciled();
        long known = head();
        close(20);
        books.captured(charge, 10_000, 20);

        var next = books.reconciled(day(21));
        var again = books.reconciled(day(20));

        assertThat(countsFrom("charge-captured")).isEqualTo("2026-11-21T00:00Z");
        assertThat(next.matched()).isEqualTo(1);
        assertThat(next.breaks() + next.timing()).isZero();
        assertThat(books.lines(next).getFirst().broughtForwardMinor()).isEqualTo(10_000);
        assertThat(figures(next).getFirst()).isEqualTo(opening(figures(signed).getLast()));
        assertThat(again.id()).isNotEqualTo(signed.id());
        assertThat(books.lines(again)).extracting(Item::code).containsExactly("TIMING");
        assertThat(figures(again)).isEqualTo(figures(signed));
        assertThat(books.breaks("open")).isEmpty();
        assertThat(day.reconciled(new KnownBy(known, SettledDay.NEXT_DAY.instant())).id())
                .as("as it was known, it is the run that was signed")
                .isEqualTo(signed.id());
    }

    @Test
    void a_repair_of_a_closed_days_break_and_its_reverse_count_from_the_open_day() {
        books.upload(row("txn_1", "ch_nobody", "90.00", 20));
        var signed = books.reconciled(day(20));
        close(20);

        repaired(RepairKind.PARK);
        assertThat(ledger.posted("suspense:stripe")).isNotZero();
        assertThat(countsFrom("amount-parked")).isEqualTo("2026-11-21T00:00Z");
        var again = books.reconciled(day(20));
        assertThat(figures(again)).isEqualTo(figures(signed));
        assertThat(books.lines(again)).extracting(Item::code).containsExactly("TIMING");
        assertThat(books.reconciled(day(21)).breaks()).isZero();

        repaired(RepairKind.REVERSE);
        assertThat(ledger.posted("suspense:stripe")).isZero();
        assertThat(figures(books.reconciled(day(20)))).isEqualTo(figures(signed));
    }

    @Test
    void a_reverse_that_a_later_close_moves_on_is_a_break_of_that_days_run() {
        books.upload(row("txn_1", "ch_nobody", "90.00", 20));
        books.reconciled(day(20));
        close(20);
        repaired(RepairKind.PARK);
        assertThat(books.reconciled(day(21)).breaks()).isZero();
        close(21);

        repaired(RepairKind.REVERSE);

        assertThat(countsFrom("parking-reversed")).isEqualTo("2026-11-22T00:00Z");
        assertThat(books.reconciled(day(22)).breaks()).isOne();
        assertThat(books.breaks("open")).hasSize(1);
    }

    private void repaired(RepairKind kind) {
        var id = theUnbooked().id();
        propose("ann", kind);
        var now = SettledDay.NEXT_DAY.instant();
        decide("bob", new ApproveRepair(id, "bob", null, null, facts(id), now));
        work();
    }

    private void close(int day) {
        send(
                "api",
                "close-" + day,
                "ann",
                new ClosePeriod(
                        Books.idOf(LedgerFixture.TENANT),
                        LedgerFixture.TENANT,
                        "pcl_" + day,
                        LocalDate.of(2026, 11, day),
                        ZoneOffset.UTC,
                        "ann",
                        Outstanding.NOTHING,
                        null,
                        SettledDays.noonOf(day + 1)));
    }

    /** Each line of the roll-forward with both sides. */
    private List<String> figures(Summary run) {
        return JSON.readTree(books.report(run))
                .path("roll_forward")
                .path(0)
                .path("lines")
                .valueStream()
                .map(Object::toString)
                .toList();
    }

    private static String opening(String closing) {
        return closing.replace("\"closing\"", "\"opening\"");
    }

    private String countsFrom(String eventType) {
        return ledger.jdbc
                .sql(
                        """
                        select min(p.effective_at) from truebook.posting p
                        join truebook.journal_event e on e.global_index = p.global_index
                        where e.event_type = ?
                        """)
                .param(eventType)
                .query((row, _) ->
                        row.getObject(1, OffsetDateTime.class)
                                .withOffsetSameInstant(ZoneOffset.UTC)
                                .toString())
                .single();
    }

    private long head() {
        return ledger.jdbc
                .sql("select last_index from truebook.ledger_head")
                .query(Long.class)
                .single();
    }
}
