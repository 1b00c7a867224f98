package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.reconciliation.FindingCode;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.reconciliation.ReconciliationRuns;
import io.truebook.projection.reconciliation.ReconciliationRuns.ItemFilter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How often a run is right: a seeded corpus with every kind of fault planted, of each of which the
 * run has to find the classes that belong to it and no other.
 *
 * <p>{@code -Dtruebook.corpus=N} payments, {@code -Dtruebook.seed=N}. The table it prints is in
 * docs/reconciliation.md.
 */
@Tag("database")
class AccuracyDbTest {

    private static final int PAYMENTS = Integer.getInteger("truebook.corpus", 3_000);
    private static final long SEED = Long.getLong("truebook.seed", 20_261_120);
    private static final Period PERIOD =
            Period.ofDays(LocalDate.of(2026, 11, 20), LocalDate.of(2026, 11, 22), ZoneOffset.UTC);
    private static final Pattern NUMBER = Pattern.compile("_n(\\d{7})");

    private final LedgerFixture ledger = new LedgerFixture();

    /** Of one class: payments that have it, and how often it was found of them and of others. */
    private record Score(int planted, int right, int wrong) {}

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void every_planted_fault_is_found_as_what_it_is_and_nothing_else_is() {
        var planted = plant(new Random(SEED));

        var found = findings();

        var scores = scores(planted, found);
        print(scores);
        var strangers = new ArrayList<String>();
        for (int number = 0; number < planted.size(); number++) {
            var codes = found.getOrDefault(number, Set.of());
            if (!codes.equals(planted.get(number).expected())) {
                strangers.add(number + " " + planted.get(number) + ": " + codes);
            }
        }
        assertThat(strangers).as("precision and recall are 1.0; seed %d", SEED).isEmpty();
        assertThat(planted).contains(PlantedFault.values());
    }

    /** Reconciled day by day, each day's run taking up what the one before left. */
    @Test
    void day_by_day_the_same_faults_are_left_and_no_other() {
        var planted = plant(new Random(SEED + 1));
        var reconciler = new ReconcilerFixture(ledger);

        for (var day = PERIOD.firstDay(); !day.isAfter(PERIOD.lastDay()); day = day.plusDays(1)) {
            reconciler.run(Period.ofDays(day, day, ZoneOffset.UTC));
        }

        var left = unresolved();
        var strangers = new ArrayList<String>();
        for (int number = 0; number < planted.size(); number++) {
            var expected = EnumSet.noneOf(FindingCode.class);
            expected.addAll(planted.get(number).expected());
            expected.remove(FindingCode.MATCHED);
            var codes = left.getOrDefault(number, Set.of());
            if (!codes.equals(expected)) {
                strangers.add(number + " " + planted.get(number) + ": " + codes);
            }
        }
        assertThat(strangers).as("precision and recall are 1.0; seed %d", SEED + 1).isEmpty();
    }

    private Map<Integer, Set<FindingCode>> unresolved() {
        Map<Integer, Set<FindingCode>> left = new HashMap<>();
        ledger.jdbc
                .sql(
                        """
                        select object, code from truebook.reconciliation_break
                        where status <> 'resolved'
                        """)
                .query((row, _) -> {
                    var number = NUMBER.matcher(row.getString(1));
                    assertThat(number.find()).as(row.getString(1)).isTrue();
                    return left.computeIfAbsent(
                                    Integer.valueOf(number.group(1)),
                                    _ -> EnumSet.noneOf(FindingCode.class))
                            .add(FindingCode.valueOf(row.getString(2)));
                })
                .list();
        return left;
    }

    /**
     * Seven of eight payments are right, as real ones are; every kind of fault comes at least once.
     */
    private List<PlantedFault> plant(Random random) {
        var corpus = new SettledCorpus();
        var kinds = PlantedFault.values();
        var planted = new ArrayList<PlantedFault>();
        for (int number = 0; number < PAYMENTS; number++) {
            boolean fault = number < kinds.length || random.nextInt(8) == 0;
            var kind = fault ? kinds[number % kinds.length] : PlantedFault.NONE;
            kind.plant(new Plot(corpus, number, random));
            planted.add(kind);
        }
        corpus.writeTo(ledger.database);
        return planted;
    }

    private Map<Integer, Set<FindingCode>> findings() {
        var run = new ReconcilerFixture(ledger).run(PERIOD);
        Map<Integer, Set<FindingCode>> found = new HashMap<>();
        new ReconciliationRuns(ledger.database.dataSource())
                .items(
                        run.id(),
                        ItemFilter.ALL,
                        item -> {
                            var number = NUMBER.matcher(item.object());
                            assertThat(number.find()).as(item.object()).isTrue();
                            found.computeIfAbsent(
                                            Integer.valueOf(number.group(1)),
                                            _ -> EnumSet.noneOf(FindingCode.class))
                                    .add(FindingCode.valueOf(item.code()));
                        });
        return found;
    }

    private static Map<FindingCode, Score> scores(
            List<PlantedFault> planted, Map<Integer, Set<FindingCode>> found) {
        var scores = new EnumMap<FindingCode, Score>(FindingCode.class);
        for (int number = 0; number < planted.size(); number++) {
            var expected = planted.get(number).expected();
            var codes = found.getOrDefault(number, Set.of());
            expected.forEach(
                    code -> add(scores, code, new Score(1, codes.contains(code) ? 1 : 0, 0)));
            codes.stream()
                    .filter(code -> !expected.contains(code))
                    .forEach(code -> add(scores, code, new Score(0, 0, 1)));
        }
        return scores;
    }

    private static void add(Map<FindingCode, Score> scores, FindingCode code, Score more) {
        scores.merge(
                code,
                more,
                (a, b) -> new Score(a.planted + b.planted, a.right + b.right, a.wrong + b.wrong));
    }

    private static void print(Map<FindingCode, Score> scores) {
        System.out.printf("corpus of %d payments, seed %d%n", PAYMENTS, SEED);
        System.out.println("| class | planted | found right | found wrong |");
        System.out.println("|---|---|---|---|");
        scores.forEach((code, score) ->
                System.out.printf(
                        "| %s | %d | %d | %d |%n", code, score.planted, score.right, score.wrong));
    }
}
