package io.truebook.projection.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.payment.PaymentCommand;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.projection.integrity.IntegrityCheck;
import io.truebook.projection.store.EventJson;
import io.truebook.projection.store.TransactionKey;
import io.truebook.testing.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Payments on two nodes and one PostgreSQL, everything sent at least twice and at once, while the
 * writers' sessions are killed again and again. Balances must be what the scripts say.
 */
@Tag("database")
class LedgerSimulationDbTest {

    private static final int PAYMENTS = 40;
    private static final int COMMANDS_PER_KILL = 150;

    private final long seed = Long.getLong("seed", 1L);
    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    private final List<LedgerNode> nodes =
            List.of(new LedgerNode(database), new LedgerNode(database));
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger sentAgain = new AtomicInteger();
    private final AtomicInteger kills = new AtomicInteger();

    @AfterEach
    void close() {
        nodes.forEach(LedgerNode::close);
        database.close();
    }

    @Test
    void payments_survive_races_repeats_and_killed_sessions() throws Exception {
        var scripts =
                IntStream.range(0, PAYMENTS)
                        .mapToObj(i -> new PaymentScript("ch_" + i, new Random(seed * 1_000 + i)))
                        .toList();

        try {
            atOnce(scripts.stream().map(script -> task(() -> play(script))).toList());

            assertThat(balances()).as("balances").isEqualTo(expected(scripts));
            assertEachCommandHadOneEffect(scripts);
            assertTheJournalIsSound();
            assertThat(kills).hasPositiveValue();
        } catch (AssertionError | Exception e) {
            throw new AssertionError("Run this again with -Dseed=" + seed, e);
        }
    }

    private void play(PaymentScript script) throws Exception {
        twice(script.charge(), script.id);
        send(script.unknown(script.id), internal());
        tell(script, script.taken());

        var wishes = new ArrayList<Callable<Void>>();
        for (var refund : script.refunds) {
            wishes.add(task(() -> twice(script.wish(refund), refund.id())));
        }
        wishes.add(task(() -> tell(script, script.meanwhile())));
        atOnce(wishes);
        assertWithinTheCapture(script);

        var outcomes = new ArrayList<>(script.inTheEnd());
        for (var refund : script.refunds) {
            if (isAccepted(refund.id())) {
                outcomes.addAll(script.outcomeOf(refund));
            }
        }
        tell(script, outcomes);
    }

    /** Every fact twice, in an order drawn by lot, from two channels at once. */
    private void tell(PaymentScript script, List<ProviderFact> facts) throws Exception {
        var channels = new ArrayList<Callable<Void>>();
        for (int channel = 0; channel < 2; channel++) {
            var shuffled = new ArrayList<>(facts);
            Collections.shuffle(shuffled, new Random(seed + script.id.hashCode() + channel));
            channels.add(
                    task(() -> {
                        for (var fact : shuffled) {
                            send(script.told(fact), internal());
                        }
                    }));
        }
        atOnce(channels);
    }

    private void twice(PaymentCommand command, String transaction) throws Exception {
        var key = TransactionKey.ofClient("default", transaction);
        atOnce(List.of(task(() -> send(command, key)), task(() -> send(command, key))));
    }

    /** Until there is an answer: as a client and a worker do. */
    private void send(PaymentCommand command, TransactionKey key) throws SQLException {
        while (true) {
            int number = sent.incrementAndGet();
            if (number % COMMANDS_PER_KILL == 0) {
                killTheWriters();
            }
            try {
                nodes.get(number % nodes.size()).send(key, command);
                return;
            } catch (LedgerNode.TryAgain again) {
                sentAgain.incrementAndGet();
            }
        }
    }

    private void killTheWriters() throws SQLException {
        try (var superuser = database.connectAsSuperuser();
                var statement =
                        superuser.prepareStatement(
                                """
                                select pg_terminate_backend(pid) from pg_stat_activity
                                where datname = current_database() and application_name = ?
                                """)) {
            statement.setString(1, LedgerNode.WRITER);
            statement.execute();
            kills.incrementAndGet();
        }
    }

    private void assertWithinTheCapture(PaymentScript script) {
        long accepted =
                script.refunds.stream()
                        .filter(refund -> isAccepted(refund.id()))
                        .mapToLong(PaymentScript.Refund::amount)
                        .sum();
        assertThat(accepted).as("refunds of %s", script.id).isBetween(0L, script.captured);
    }

    private boolean isAccepted(String refund) {
        return nodes.getFirst().isRecorded(TransactionKey.ofClient("default", refund));
    }

    /** From the scripts alone: what was taken and has not come back, by account. */
    private Map<String, Long> expected(List<PaymentScript> scripts) {
        long net = 0;
        long fees = 0;
        for (var script : scripts) {
            net += script.reversed ? 0 : script.captured;
            net -= script.refundedThere;
            net -= script.lost ? script.disputed : 0;
            fees += script.fee;
            for (var refund : script.refunds) {
                boolean left = refund.leaves() && !refund.returns() && isAccepted(refund.id());
                net -= left ? refund.amount() : 0;
            }
        }
        return new TreeMap<>(
                Map.of(
                        "provider:stripe:clearing",
                        net - fees,
                        "provider:stripe:fees",
                        fees,
                        "provider:stripe:refunds_pending",
                        0L,
                        "provider:stripe:disputes",
                        0L,
                        "merchant:m-1:payable",
                        -net));
    }

    /** By the debit side; nothing may be held any more. */
    private Map<String, Long> balances() {
        var balances = new TreeMap<String, Long>();
        jdbc.sql(
                        """
                        select a.name, b.posted_debits - b.posted_credits as balance,
                            b.pending_debits + b.pending_credits as held
                        from truebook.account_balance b join truebook.account a using (account_id)
                        """)
                .query(row -> {
                    balances.put(row.getString("name"), row.getLong("balance"));
                    assertThat(row.getLong("held")).isZero();
                });
        return balances;
    }

    private void assertEachCommandHadOneEffect(List<PaymentScript> scripts) {
        long refunds =
                scripts.stream()
                        .flatMap(script -> script.refunds.stream())
                        .filter(refund -> isAccepted(refund.id()))
                        .count();
        assertThat(count("journal_event where event_type = 'charge-requested'"))
                .isEqualTo(PAYMENTS);
        assertThat(count("journal_event where event_type = 'refund-requested'")).isEqualTo(refunds);
        assertThat(count("provider_operation where state = 'open'")).isZero();
        assertThat(count("journal_event where aggregate_type <> 'payment'")).isZero();
    }

    private void assertTheJournalIsSound() throws SQLException {
        var json = new EventJson(PaymentEvents.TYPES);
        var check = new IntegrityCheck(database.dataSource(), json, PaymentEvents::booking);

        assertThat(check.run().difference()).isEmpty();
        assertThat(count("journal_event"))
                .isEqualTo(
                        jdbc.sql("select max(global_index) from truebook.journal_event")
                                .query(Long.class)
                                .single());
    }

    private long count(String what) {
        return jdbc.sql("select count(*) from truebook." + what).query(Long.class).single();
    }

    private TransactionKey internal() {
        return new TransactionKey("default", "sys:test", "n-" + sent.incrementAndGet());
    }

    private interface Action {
        void run() throws Exception;
    }

    private static Callable<Void> task(Action action) {
        return () -> {
            action.run();
            return null;
        };
    }

    private static void atOnce(List<Callable<Void>> tasks) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }
}
