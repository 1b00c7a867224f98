package io.truebook.api;

import static java.util.stream.Collectors.toMap;

import io.truebook.api.WebhookWiring.Dialects;
import io.truebook.api.provider.DispatcherSettings;
import io.truebook.api.provider.OutcomeRecorder;
import io.truebook.api.provider.ProviderAccount;
import io.truebook.api.provider.ProviderDispatcher;
import io.truebook.api.provider.ProviderHistory;
import io.truebook.api.restore.CatchUp.Cause;
import io.truebook.api.restore.CatchUpWorker;
import io.truebook.api.restore.CatchUps;
import io.truebook.api.restore.LostOperations;
import io.truebook.api.restore.RestoreGuard;
import io.truebook.api.webhook.WebhookInbox;
import io.truebook.api.webhook.WebhookReceiver;
import io.truebook.projection.seal.Checkpoints;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Notices that the database was set back, and keeps new transactions out until it caught up. */
@Configuration(proxyBeanMethods = false)
class RestoreWiring {

    private static final Logger log = LoggerFactory.getLogger(RestoreWiring.class);

    /** What each account that can be asked remembers. */
    record Histories(Map<String, ProviderHistory> all) {}

    @Bean
    Histories providerHistories(OpenAccounts accounts) {
        return new Histories(
                accounts.each(ProviderAccount::remembering).stream()
                        .collect(toMap(ProviderHistory::connection, Function.identity())));
    }

    @Bean
    CatchUps catchUps(DataSource pool) {
        return new CatchUps(pool);
    }

    @Bean
    LostOperations lostOperations(DataSource pool) {
        return new LostOperations(pool);
    }

    /** Decided before a port is open: what is taken in doubt cannot be given back. */
    @Bean
    @DependsOnDatabaseInitialization
    RestoreGuard restoreGuard(
            CatchUps catchUps,
            LostOperations lost,
            Histories histories,
            Checkpoints checkpoints,
            Environment settings)
            throws IOException {
        begin(catchUps, histories.all().keySet().stream().toList(), checkpoints, settings);
        return new RestoreGuard(catchUps, lost);
    }

    private static void begin(
            CatchUps catchUps,
            List<String> connections,
            Checkpoints checkpoints,
            Environment settings)
            throws IOException {
        var margin =
                settings.getProperty(
                        "truebook.catch-up-margin", Duration.class, CatchUpCommand.MARGIN);
        @Nullable Instant since =
                Optional.ofNullable(settings.getProperty("truebook.catch-up-since"))
                        .map(CatchUpCommand::time)
                        .orElse(null);
        if (settings.getProperty("truebook.catch-up", Boolean.class, false)) {
            for (var connection : connections) {
                catchUps.begin(
                        WebhookInbox.TENANT,
                        connection,
                        Cause.SETTING,
                        since,
                        margin,
                        null,
                        "By truebook.catch-up");
            }
            return;
        }
        var found = checkpoints.compare();
        if (!isSetBack(found.standing())) {
            return;
        }
        long signed = checkpoints.latestOutside().orElseThrow().size();
        for (var connection : connections) {
            if (!catchUps.isDone(connection, signed)) {
                catchUps.begin(
                        WebhookInbox.TENANT,
                        connection,
                        Cause.CHECKPOINT,
                        since,
                        margin,
                        signed,
                        found.words());
            }
        }
    }

    private static boolean isSetBack(Checkpoints.Standing standing) {
        return switch (standing) {
            case SHORTER, DIFFERENT -> true;
            case NONE, AGREES, UNREADABLE -> false;
        };
    }

    @Bean(destroyMethod = "close")
    CatchUpWorker catchUpWorker(
            CatchUps catchUps,
            LostOperations lost,
            RestoreGuard guard,
            Histories histories,
            Dialects dialects,
            WebhookReceiver receiver,
            OutcomeRecorder recorder,
            ProviderDispatcher dispatcher,
            DispatcherSettings pace,
            Checkpoints checkpoints,
            Clock clock) {
        return new CatchUpWorker(
                catchUps,
                lost,
                guard,
                histories.all(),
                // An account that is never listened to has no inbox: its lists have to do.
                (connection, event) ->
                        dialects.all().stream().anyMatch(d -> d.connection().equals(connection))
                                && receiver.replay(connection, event),
                recorder,
                new Around(catchUps, checkpoints, dispatcher, pace, clock),
                clock);
    }

    /** Nothing is sent to a provider whose past is not known yet. */
    private record Around(
            CatchUps catchUps,
            Checkpoints checkpoints,
            ProviderDispatcher dispatcher,
            DispatcherSettings pace,
            Clock clock)
            implements CatchUpWorker.Surroundings {

        @Override
        public void catchingUp() {
            dispatcher.pause();
        }

        @Override
        public void caughtUp() {
            if (!pace.paused()) {
                dispatcher.resume();
            }
            boolean meant =
                    catchUps.latest(WebhookInbox.TENANT, 1).stream()
                            .noneMatch(run -> run.cause().equals("checkpoint"));
            if (meant) {
                beginAnew();
            }
        }

        /** Somebody vouches for the restore; one that only showed itself stays an alarm. */
        private void beginAnew() {
            try {
                checkpoints
                        .beginAnew(clock.instant())
                        .ifPresent(aside ->
                                log.warn("The checkpoints of before the restore are in {}", aside));
            } catch (IOException notMoved) {
                log.warn("The checkpoints of before the restore stay: {}", notMoved.toString());
            }
        }
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> startCatchingUp(CatchUpWorker worker) {
        return _ -> worker.start();
    }
}
