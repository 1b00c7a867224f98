package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.BatchLedger.ADYEN;
import static io.truebook.api.reconciliation.BatchLedger.HEADER;
import static io.truebook.api.reconciliation.BatchLedger.ofBatch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.truebook.api.provider.BatchReports;
import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.SettlementDialect;
import io.truebook.api.reconciliation.ReportFetch.Result;
import io.truebook.ledger.reconciliation.FileFindings.LackingBatch;
import io.truebook.projection.reconciliation.SettlementBatches;
import io.truebook.projection.reconciliation.SettlementCoverage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Batches that are broken, away or announced again, beside those that are right. */
@Tag("database")
class BatchFetchDbTest {

    /** An account whose files are these. */
    private static final class Shelf implements BatchReports {

        private final Map<Long, String> files = new HashMap<>();
        private final List<Long> down = new ArrayList<>();
        private final List<Long> asked = new ArrayList<>();

        @Override
        public String connection() {
            return "adyen";
        }

        @Override
        public boolean isCallable() {
            return true;
        }

        @Override
        public SettlementDialect dialect() {
            return BatchLedger.ADYEN.dialect();
        }

        @Override
        public Fetched fetch(long batch, Path file) {
            asked.add(batch);
            if (down.contains(batch)) {
                return new Fetched.NotNow("Download answered 500");
            }
            var text = files.get(batch);
            if (text == null) {
                return new Fetched.NotThere();
            }
            try {
                Files.writeString(file, text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Fetched.Downloaded();
        }
    }

    private final BatchLedger ledger = new BatchLedger();
    private final SettlementBatches batches =
            new SettlementBatches(ledger.ledger.database.dataSource());
    private final Shelf shelf = new Shelf();

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void a_broken_file_holds_up_no_other_and_is_lacking_until_it_is_mended() {
        shelf.files.put(1L, batch(1));
        shelf.files.put(2L, HEADER + "Shop,P2,ch_");
        shelf.files.put(3L, batch(3));

        assertThat(fetch()).isInstanceOf(Result.Ready.class);
        assertThat(lacking()).extracting(LackingBatch::number).containsExactly(2L);
        assertThat(lacking().getFirst().problem()).contains("Line 2").doesNotContain("P2");

        shelf.files.put(2L, batch(2));
        fetch();
        assertThat(lacking()).isEmpty();
    }

    /** Its columns say that it is a batch's file; no later one has to prove it. */
    @Test
    void a_broken_file_of_the_newest_batch_is_lacking_too() {
        shelf.files.put(1L, batch(1));
        shelf.files.put(2L, HEADER + "Shop,P2,ch_");

        fetch();

        assertThat(lacking()).extracting(LackingBatch::number).containsExactly(2L);
    }

    @Test
    void the_last_batch_again_blames_none_that_nobody_knows_of() {
        for (long number = 1; number < 9; number++) {
            shelf.files.put(number, batch(1));
        }

        fetch();

        assertThat(lacking()).isEmpty();
    }

    @Test
    void a_batch_the_provider_cannot_give_holds_up_no_other() {
        shelf.files.put(1L, batch(1));
        shelf.files.put(3L, batch(3));
        fetch();
        shelf.files.put(4L, batch(4));
        shelf.down.add(2L);

        assertThat(fetch()).isInstanceOf(Result.Partly.class);

        assertThat(batches.known(LedgerFixture.TENANT, "adyen").next()).isEqualTo(5);
        assertThat(lacking()).extracting(LackingBatch::number).containsExactly(2L);
        assertThat(lacking().getFirst().problem()).contains("500");
    }

    @Test
    void a_provider_that_answers_nothing_is_away_and_no_batch_is_to_blame() {
        shelf.down.addAll(List.of(1L, 2L, 3L));

        assertThat(fetch()).isInstanceOf(Result.NotYet.class);
        assertThat(lacking()).isEmpty();
    }

    @Test
    void a_file_of_another_batch_than_asked_for_is_refused_also_when_it_is_known() {
        shelf.files.put(1L, batch(1));
        shelf.files.put(2L, batch(9));
        shelf.files.put(3L, batch(1));
        shelf.files.put(4L, batch(4));

        fetch();

        assertThat(lacking()).extracting(LackingBatch::number).containsExactly(2L, 3L);
        assertThat(batches.known(LedgerFixture.TENANT, "adyen").next()).isEqualTo(5);
    }

    @Test
    void a_page_instead_of_a_file_blames_no_batch_that_nobody_knows_of() {
        shelf.files.put(1L, batch(1));
        for (long batch = 2; batch < 20; batch++) {
            shelf.files.put(batch, "<html>We will be back soon</html>");
        }

        assertThat(fetch()).isInstanceOf(Result.Ready.class);
        assertThat(lacking()).isEmpty();
        assertThat(shelf.asked).hasSizeLessThan(10);

        batches.announce(LedgerFixture.TENANT, "adyen", 2, Instant.parse("2026-11-20T12:00:00Z"));
        fetch();
        assertThat(lacking())
                .extracting(LackingBatch::number, lack -> lack.problem().contains("Line 1"))
                .containsExactly(tuple(2L, true));
    }

    @Test
    void a_refused_batch_that_somebody_uploads_is_lacking_no_more() throws IOException {
        batches.refuse(
                LedgerFixture.TENANT, "adyen", 1, "Broken", Instant.parse("2026-11-20T12:00:00Z"));
        assertThat(lacking()).hasSize(1);

        ledger.upload(ADYEN, batch(1));

        assertThat(lacking()).isEmpty();
    }

    @Test
    void a_correction_that_is_announced_is_fetched_once() {
        announce("2026-11-20T12:00:00Z");
        shelf.files.put(1L, batch(1));
        fetch();
        shelf.files.put(1L, batch(1).replace("30.00", "31.00"));
        fetch();
        assertThat(shelf.asked).containsOnlyOnce(1L);

        announce("2026-11-22T12:00:00Z");
        fetch();
        fetch();

        assertThat(shelf.asked.stream().filter(batch -> batch == 1)).hasSize(2);
        assertThat(lacking()).isEmpty();
    }

    @Test
    void a_correction_that_is_announced_and_not_there_is_lacking_until_it_comes() {
        announce("2026-11-20T12:00:00Z");
        shelf.files.put(1L, batch(1));
        fetch();
        announce("2026-11-22T12:00:00Z");
        shelf.files.remove(1L);
        fetch();

        assertThat(lacking())
                .extracting(LackingBatch::since)
                .containsExactly(Instant.parse("2026-11-22T12:00:00Z"));

        shelf.files.put(1L, batch(1).replace("30.00", "31.00"));
        fetch();
        assertThat(lacking()).isEmpty();
    }

    @Test
    void a_batch_that_is_announced_again_and_does_not_come_is_lacking_since_the_first_time() {
        announce("2026-11-20T12:00:00Z");
        announce("2026-11-22T12:00:00Z");

        assertThat(lacking())
                .extracting(LackingBatch::since)
                .containsExactly(Instant.parse("2026-11-20T12:00:00Z"));
    }

    /** The same bytes as before answer the announcement, too. */
    @Test
    void an_announcement_without_a_correction_is_answered() {
        shelf.files.put(1L, batch(1));
        fetch();
        announce("2026-11-22T12:00:00Z");

        fetch();
        fetch();

        assertThat(shelf.asked.stream().filter(batch -> batch == 1)).hasSize(2);
    }

    private void announce(String at) {
        batches.announce(LedgerFixture.TENANT, "adyen", 1, Instant.parse(at));
    }

    private List<LackingBatch> lacking() {
        return batches.lacking(LedgerFixture.TENANT, "adyen");
    }

    private Result fetch() {
        var coverage = new SettlementCoverage(ledger.ledger.database.dataSource());
        var clock = Clock.fixed(Instant.parse("2026-11-21T09:00:00Z"), ZoneOffset.UTC);
        return new ReportFetch(coverage, batches, ledger.imports, clock)
                .fetchNew(LedgerFixture.TENANT, shelf);
    }

    private static String batch(long number) {
        return ofBatch(number, "2026-11-20 12:00:00", "P" + number);
    }
}
