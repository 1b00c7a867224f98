package io.truebook.ledger.books;

import static io.truebook.ledger.decision.Rejection.PERIOD_ALREADY_CLOSED;
import static io.truebook.ledger.decision.Rejection.PERIOD_NOT_OVER;
import static io.truebook.ledger.decision.Rejection.PERIOD_NOT_RECONCILED;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.books.BooksCommand.ClosePeriod;
import io.truebook.ledger.books.BooksEvent.PeriodClosed;
import io.truebook.ledger.decision.Decision;
import io.truebook.ledger.decision.Rejection;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BooksTest {

    private static final Outstanding TWO_BREAKS = new Outstanding(2, List.of("adyen"));

    @Nested
    class Closing {

        @Test
        void opens_with_the_day_after_in_the_zone_that_was_named() {
            var closed = accepted(Books.OPEN, close("2026-10-31", "Europe/Berlin"));

            assertThat(closed.openFrom()).isEqualTo("2026-10-31T23:00:00Z");
            assertThat(closed.through()).isEqualTo("2026-10-31");
            assertThat(closed.timeZone()).isEqualTo("Europe/Berlin");
        }

        @Test
        void a_day_that_is_not_over_where_it_is_counted_is_refused() {
            assertThat(rejection(Books.OPEN, close("2026-11-03", "UTC")))
                    .isEqualTo(PERIOD_NOT_OVER);
            assertThat(rejection(Books.OPEN, close("2026-11-02", "Pacific/Honolulu")))
                    .isEqualTo(PERIOD_NOT_OVER);
            assertThat(accepted(Books.OPEN, close("2026-11-02", "UTC")).openFrom())
                    .isEqualTo("2026-11-03T00:00:00Z");
        }

        @Test
        void only_goes_forward() {
            var october = closedThrough("2026-10-31", "UTC");

            assertThat(rejection(october, close("2026-10-31", "UTC")))
                    .isEqualTo(PERIOD_ALREADY_CLOSED);
            assertThat(rejection(october, close("2026-10-31", "Europe/Berlin")))
                    .as("an hour earlier")
                    .isEqualTo(PERIOD_ALREADY_CLOSED);
            assertThat(rejection(october, close("2025-12-31", "UTC")))
                    .isEqualTo(PERIOD_ALREADY_CLOSED);
            assertThat(accepted(october, close("2026-11-01", "UTC")).openFrom())
                    .isEqualTo("2026-11-02T00:00:00Z");
        }

        @Test
        void what_is_not_reconciled_is_refused_unless_somebody_says_why() {
            var outstanding = close("2026-10-31", "UTC", TWO_BREAKS, null);
            var despite = close("2026-10-31", "UTC", TWO_BREAKS, "Answers in December");

            assertThat(Books.OPEN.decide(outstanding))
                    .isEqualTo(
                            Decision.reject(
                                    PERIOD_NOT_RECONCILED,
                                    "Breaks that are not ended: 2; not reconciled up to its end:"
                                            + " adyen"));
            assertThat(accepted(Books.OPEN, despite))
                    .returns(TWO_BREAKS, PeriodClosed::outstanding)
                    .returns("Answers in December", PeriodClosed::despite);
        }
    }

    private static Books closedThrough(String day, String zone) {
        return Books.OPEN.evolve(accepted(Books.OPEN, close(day, zone)));
    }

    private static ClosePeriod close(String through, String zone) {
        return close(through, zone, Outstanding.NOTHING, null);
    }

    private static ClosePeriod close(
            String through, String zone, Outstanding outstanding, @Nullable String despite) {
        return new ClosePeriod(
                Books.idOf("default"),
                "default",
                "pcl_1",
                LocalDate.parse(through),
                ZoneId.of(zone),
                "ann",
                outstanding,
                despite,
                Instant.parse("2026-11-03T00:00:00Z"));
    }

    private static PeriodClosed accepted(Books books, ClosePeriod command) {
        var decision = (Decision.Accepted<BooksEvent>) books.decide(command);
        return (PeriodClosed) decision.events().getFirst();
    }

    private static Rejection rejection(Books books, ClosePeriod command) {
        return ((Decision.Rejected<BooksEvent>) books.decide(command)).reason();
    }
}
