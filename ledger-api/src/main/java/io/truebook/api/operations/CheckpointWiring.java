package io.truebook.api.operations;

import io.truebook.projection.seal.CheckpointFolder;
import io.truebook.projection.seal.CheckpointTable;
import io.truebook.projection.seal.Checkpoints;
import io.truebook.projection.seal.VerifierKey;
import java.io.IOException;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The journal's signed checkpoints: the key, where they go, and who writes them. */
@Configuration(proxyBeanMethods = false)
class CheckpointWiring {

    @Bean
    CheckpointFolder checkpointFolder(LedgerSettings ledger, CheckpointSettings settings) {
        return new CheckpointFolder(settings.directoryIn(ledger.data()));
    }

    @Bean
    Checkpoints checkpoints(
            DataSource pool,
            CheckpointFolder folder,
            LedgerSettings ledger,
            CheckpointSettings settings)
            throws IOException {
        return new Checkpoints(
                pool,
                folder,
                CheckpointKey.readOrMake(settings.keyFileIn(ledger.data()), settings.name()));
    }

    @Bean
    VerifierKey checkpointKey(Checkpoints checkpoints) {
        return checkpoints.verifier();
    }

    @Bean
    CheckpointTable checkpointTable(DataSource pool) {
        return new CheckpointTable(pool);
    }

    /** The journal's writer depends on it, so that it is closed after the last batch. */
    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    CheckpointPublisher checkpointPublisher(
            Checkpoints checkpoints, Clock clock, CheckpointSettings settings) {
        return CheckpointPublisher.start(checkpoints, clock, settings.interval());
    }

    /** Down, not out of service: the ledger goes on, and somebody has to look. */
    @Bean
    HealthIndicator checkpointsHealthIndicator(CheckpointPublisher publisher) {
        return () ->
                (publisher.latest().isAlarm() ? Health.down() : Health.up())
                        .withDetails(publisher.details())
                        .build();
    }
}
