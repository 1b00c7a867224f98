package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.reconciliation.Reports.Form;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.reconciliation.ReconciliationRuns.Summary;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A run that is one of several, is broken off, or is asked how far it is. */
@Tag("database")
class RunDbTest {

    private static final Period PERIOD =
            Period.ofDays(LocalDate.of(2026, 11, 20), LocalDate.of(2026, 11, 22), ZoneOffset.UTC);

    private final LedgerFixture ledger = new LedgerFixture();
    private final ReconcilerFixture reconciler = new ReconcilerFixture(ledger);

    @BeforeEach
    void settle() {
        var corpus = new SettledCorpus();
        var random = new Random(7);
        for (int number = 0; number < 200; number++) {
            var kinds = PlantedFault.values();
            kinds[number % kinds.length].plant(new Plot(corpus, number, random));
        }
        corpus.writeTo(ledger.database);
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void four_at_once_make_one_run() throws Exception {
        var asked = new ArrayList<Future<Summary>>();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Summary> run = () -> reconciler.run(PERIOD);
            for (int i = 0; i < 4; i++) {
                asked.add(threads.submit(run));
            }
        }

        var first = asked.getFirst().get();
        for (var one : asked) {
            assertThat(one.get()).isEqualTo(first);
        }
        assertThat(rows("reconciliation_run")).isEqualTo(1);
        assertThat(rows("reconciliation_item"))
                .isEqualTo(first.matched() + first.timing() + first.breaks());
    }

    @Test
    void one_that_breaks_off_leaves_nothing_and_is_made_again() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() ->
                        reconciler.run(
                                PERIOD,
                                (done, _) -> {
                                    if (done > 0) {
                                        throw new IllegalStateException("killed");
                                    }
                                }));

        assertThat(rows("reconciliation_run")).isZero();
        assertThat(rows("reconciliation_item")).isZero();
        assertThat(rows("reconciliation_break")).isZero();
        assertThat(reconciler.run(PERIOD).breaks()).isPositive();
    }

    @Test
    void it_says_how_far_it_is() {
        var told = new ArrayList<List<Long>>();

        reconciler.run(PERIOD, (done, total) -> told.add(List.of(done, total)));

        assertThat(told.getFirst().getFirst()).isZero();
        assertThat(told.getLast().getFirst()).isEqualTo(told.getLast().getLast());
        assertThat(told.getLast().getLast()).isGreaterThan(400);
    }

    @Test
    void its_report_is_the_same_bytes_in_each_form_whenever_it_is_asked_for() {
        var run = reconciler.run(PERIOD).id();

        for (var form : Form.values()) {
            var first = reconciler.report(run).bytes(form);
            assertThat(reconciler.run(PERIOD).id()).isEqualTo(run);
            assertThat(reconciler.report(run).bytes(form)).isEqualTo(first);
        }
    }

    private long rows(String table) {
        return ledger.jdbc.sql("select count(*) from truebook." + table).query(Long.class).single();
    }
}
