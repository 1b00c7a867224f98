package io.truebook.api;

import io.truebook.api.DeadLetterWiring.Policies;
import io.truebook.api.http.AdmissionGate;
import io.truebook.api.operations.CallbackMeters;
import io.truebook.api.operations.FeedMeters;
import io.truebook.api.operations.JournalHealth;
import io.truebook.api.operations.LastLook;
import io.truebook.api.operations.LedgerMeters;
import io.truebook.api.operations.LedgerMeters.Batches;
import io.truebook.api.operations.LedgerMeters.Sources;
import io.truebook.api.operations.LedgerState;
import io.truebook.api.operations.ProviderMeters;
import io.truebook.api.operations.StreamingHealth;
import io.truebook.api.provider.ProviderDispatcher;
import io.truebook.api.webhook.GapFiller;
import io.truebook.api.webhook.UnprovenCallbacks;
import io.truebook.projection.deadletter.DeadLetterRetries;
import io.truebook.projection.store.JournalWriter;
import java.time.Duration;
import javax.sql.DataSource;
import org.axonframework.serialization.Serializer;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What operators can see: meters and health. */
@Configuration(proxyBeanMethods = false)
class MetricsWiring {

    /** Gauges are as old as this at most; many scrapers must not become many queries. */
    private static final Duration KEPT = Duration.ofSeconds(1);

    @Bean
    Batches journalBatches() {
        return new Batches();
    }

    @Bean
    LastLook ledgerState(DataSource pool, Serializer general) {
        return new LastLook(new LedgerState(pool, general), KEPT);
    }

    @Bean
    LedgerMeters ledgerMeters(
            LastLook state,
            JournalWriter writer,
            Batches batches,
            AdmissionGate gate,
            ProviderDispatcher dispatcher,
            DeadLetterRetries retries,
            Policies processors) {
        return new LedgerMeters(
                state,
                new Sources(writer, batches, gate, dispatcher, retries, processors.byProcessor()));
    }

    @Bean
    ProviderMeters providerMeters(ProviderDispatcher dispatcher) {
        return new ProviderMeters(dispatcher);
    }

    @Bean
    CallbackMeters callbacksHealthIndicator(UnprovenCallbacks unproven) {
        return new CallbackMeters(unproven);
    }

    @Bean
    FeedMeters feedMeters(LastLook state, GapFiller filler) {
        return new FeedMeters(state, filler.connections());
    }

    @Bean
    HealthIndicator journalHealthIndicator(JournalWriter writer) {
        return new JournalHealth(writer);
    }

    @Bean
    HealthIndicator streamingHealthIndicator(LastLook state) {
        return new StreamingHealth(state);
    }
}
