package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.ledger.reconciliation.Windows;
import io.truebook.projection.reconciliation.ComparisonQueries;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A file in which more rows name one payment than fit in memory. */
@Tag("database")
class BoundedBundleDbTest {

    private static final int ROWS = 25_000;
    private static final Period PERIOD =
            Period.ofDays(LocalDate.of(2026, 11, 20), LocalDate.of(2026, 11, 20), ZoneOffset.UTC);
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final LedgerFixture ledger = new LedgerFixture();

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void is_judged_in_pieces_and_still_ties_out_to_the_cent() {
        var corpus = new SettledCorpus();
        corpus.known("ch_1", NOON);
        corpus.booked("ch_1", "charge-captured", "ch_1", "prov_1", 100, "EUR", NOON);
        for (int i = 0; i < ROWS; i++) {
            corpus.settled("txn_" + i, "charge", NOON, "EUR", 100, 0, "prov_1", "ch_1", null);
        }
        corpus.writeTo(ledger.database);

        var sizes = new ArrayList<Integer>();
        new ComparisonQueries(ledger.database.dataSource(), Windows.DEFAULT)
                .read(
                        LedgerFixture.TENANT,
                        LedgerFixture.CONNECTION,
                        PERIOD,
                        PERIOD.to(),
                        null,
                        sides -> {
                            sides.forEach(part -> sizes.add(part.rows().size()));
                            return sizes;
                        });
        var run = new ReconcilerFixture(ledger).run(PERIOD);

        assertThat(sizes).containsExactly(10_000, 10_000, 5_000);
        assertThat(run.matched()).isEqualTo(1);
        assertThat(run.breaks()).isEqualTo(ROWS - 1);
    }
}
