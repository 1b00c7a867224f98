package io.truebook.api.provider;

import io.truebook.ledger.payment.Payment;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/**
 * A ledger with dispatchers in front of a provider that answers as it is told; on real PostgreSQL.
 */
abstract class DispatchingLedger {

    static final DispatcherSettings QUICK =
            new DispatcherSettings(
                    false,
                    Duration.ofMillis(20),
                    8,
                    0,
                    Duration.ofSeconds(30),
                    List.of(Duration.ofMillis(20)),
                    Duration.ofMillis(5),
                    Duration.ofMillis(20));

    final LedgerFixture ledger = new LedgerFixture();
    final ScriptedProvider provider = new ScriptedProvider();
    volatile Duration callDeadline = Duration.ofSeconds(5);
    private final List<ProviderDispatcher> dispatchers = new ArrayList<>();

    @AfterEach
    void stop() {
        dispatchers.forEach(ProviderDispatcher::close);
        ledger.close();
    }

    ProviderDispatcher dispatcher() {
        return dispatcher(QUICK, Clock.systemUTC());
    }

    ProviderDispatcher dispatcher(DispatcherSettings settings, Clock clock) {
        var dispatcher =
                new ProviderDispatcher(
                        List.of(new ProviderConnection(provider, callDeadline)),
                        ledger.database.dataSource(),
                        ledger.payments::of,
                        ledger.recorder,
                        settings,
                        clock);
        dispatchers.add(dispatcher);
        return dispatcher.start();
    }

    static boolean isCaptured(Payment payment) {
        return payment instanceof Payment.Captured;
    }

    int attempts(String operationId) {
        return ledger.jdbc
                .sql("select count(*) from truebook.provider_attempt where operation_id = ?")
                .param(operationId)
                .query(Integer.class)
                .single();
    }

    String state(String operationId) {
        return ledger.jdbc
                .sql("select state from truebook.provider_operation where operation_id = ?")
                .param(operationId)
                .query(String.class)
                .single();
    }
}
