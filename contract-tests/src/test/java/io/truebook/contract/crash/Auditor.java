package io.truebook.contract.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.LedgerClient;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;

/**
 * Proves after each accident that nothing is lost, doubled or changed: by SQL of its own, by asking
 * again over HTTP, and by the provider's books. Believes the ledger's own check last.
 */
final class Auditor {

    private static final int SAMPLE = 40;
    private static final int OWN_CHECK_EVERY = 5;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Stage stage;
    private final Desk desk;
    private final Notebook notebook;
    private final Random random;
    private final JournalAudit journal;
    private final ProviderAudit provider;
    private int replayed;
    private int checks;

    Auditor(Stage stage, Desk desk, Notebook notebook, Random random) {
        this.stage = stage;
        this.desk = desk;
        this.notebook = notebook;
        this.random = random;
        this.journal = new JournalAudit(stage.database());
        this.provider = new ProviderAudit(stage.simulator());
    }

    long seenUpTo() {
        return journal.seenUpTo();
    }

    /** While nobody else asks for anything. */
    List<String> check() {
        var entries = notebook.entries();
        var recent = entries.subList(Math.max(0, replayed - 2 * SAMPLE), entries.size());
        var wrong = new ArrayList<>(journal.check());
        wrong.addAll(provider.check(recent));
        recent.forEach(this::repeat);
        for (int i = 0; i < SAMPLE && !entries.isEmpty(); i++) {
            repeat(entries.get(random.nextInt(entries.size())));
        }
        replayed = entries.size();
        if (++checks % OWN_CHECK_EVERY == 0) {
            wrong.addAll(ownCheck());
        }
        return wrong;
    }

    /** When nobody asks for anything any more: all must be final, everywhere, and agree. */
    List<String> checkEnd() {
        awaitRest();
        var entries = notebook.entries();
        var wrong = new ArrayList<>(journal.check());
        wrong.addAll(provider.check(entries));
        wrong.addAll(provider.compareTotals(entries));
        entries.forEach(this::repeat);
        entries.stream()
                .filter(entry -> !entry.isFinal())
                .forEach(entry -> wrong.add(entry + " never had a final answer"));
        wrong.addAll(ownCheck());
        if (stage.anyNode().ledger().run("verify") != 0) {
            wrong.add("verify finds a difference");
        }
        return wrong;
    }

    /** Only what had a final answer: the rest may still be under way. */
    private void repeat(Entry entry) {
        if (entry.isFinal()) {
            desk.repeatAnyway(entry, random);
        }
    }

    private List<String> ownCheck() {
        var anybody = stage.anyNode().address();
        var answer = new LedgerClient(anybody, stage.key()).get("/v1/integrity");
        return answer.status() == 200 && answer.json().path("status").asString("").equals("sound")
                ? List.of()
                : List.of("its own check: " + answer.status() + " " + answer.text());
    }

    /**
     * Open operations close, callbacks are worked off, the lists show every payment, and ledger and
     * provider agree about every operation.
     */
    private void awaitRest() {
        stage.simulator().flush();
        Awaitility.await("everything final")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    assertThat(stage.simulator().owed()).as("callbacks to deliver").isZero();
                    assertThat(unfinished()).isEmpty();
                });
    }

    private List<String> unfinished() {
        try (var connection = stage.database().connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(REST)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1) + " " + rows.getString(2));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final String REST =
            """
            select 'operation', operation_id || ' ' || o::text from truebook.provider_operation o
            where state = 'open'
            union all
            select 'callback', concat_ws(' ', event_id, event_type, status, reason)
            from truebook.provider_callback
            where status not in ('done', 'parked')
            union all
            select 'list', concat_ws(' ', e.aggregate_id, e.last, s.updated_index) from (
                select aggregate_id, max(global_index) as last from truebook.journal_event
                where aggregate_type = 'payment' group by aggregate_id) e
            left join truebook.payment_summary s on s.payment_id = e.aggregate_id
            where s.updated_index is distinct from e.last
            union all
            select 'saga', operation_id || ' ' || s::text from truebook.reconciliation_saga s
            union all
            select 'break', break_id || ' ' || b::text from truebook.operation_break b
            where status = 'open'
            limit 5
            """;
}
