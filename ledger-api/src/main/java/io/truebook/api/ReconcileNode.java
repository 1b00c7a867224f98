package io.truebook.api;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.truebook.api.operations.LedgerClock;
import io.truebook.api.operations.LedgerDatabase;
import io.truebook.api.provider.OutcomeRecorder;
import io.truebook.api.provider.ProviderAccess;
import io.truebook.api.provider.ProviderSettings;
import io.truebook.api.reconciliation.BankLeg;
import io.truebook.api.reconciliation.FeeBooking;
import io.truebook.api.reconciliation.PayoutBooking;
import io.truebook.api.reconciliation.RateCards;
import io.truebook.api.reconciliation.Reconciler;
import io.truebook.api.reconciliation.ReconciliationOutcome;
import io.truebook.api.reconciliation.ReportFetch;
import io.truebook.api.reconciliation.Reports;
import io.truebook.api.reconciliation.SettlementImport;
import io.truebook.api.reconciliation.SettlementSources;
import io.truebook.api.reconciliation.SpooledFile;
import io.truebook.api.simulator.SimulatorServer;
import io.truebook.api.simulator.SimulatorSettings;
import io.truebook.ledger.accountmovement.AccountMovementAggregate;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentAggregate;
import io.truebook.ledger.providerobject.PayoutAggregate;
import io.truebook.ledger.reconciliation.DerivedId;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.ledger.reconciliation.Windows;
import io.truebook.projection.balance.PostingContributor;
import io.truebook.projection.outbox.OperationContributor;
import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.reconciliation.BankMatches;
import io.truebook.projection.reconciliation.BankUnmatches;
import io.truebook.projection.reconciliation.ComparisonQueries;
import io.truebook.projection.reconciliation.ReconciliationRuns;
import io.truebook.projection.reconciliation.SettlementBatches;
import io.truebook.projection.reconciliation.SettlementCoverage;
import io.truebook.projection.reconciliation.SettlementFiles;
import io.truebook.projection.reconciliation.SettlementPayouts;
import io.truebook.projection.reconciliation.UnbookedFees;
import io.truebook.projection.store.EventJson;
import io.truebook.projection.store.JournalEventStorageEngine;
import io.truebook.projection.store.JournalWriter;
import io.truebook.projection.store.WriterSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.commandhandling.AsynchronousCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.jspecify.annotations.Nullable;

/**
 * The ledger without its edges: just what reconciling needs, on a database that others may use at
 * the same time. It books what is missing of fees as any node does, in batches of its own.
 */
final class ReconcileNode implements AutoCloseable {

    private final LedgerDatabase database;
    private final ProviderSettings providers;
    private final Clock clock = LedgerClock.system();
    private final HikariDataSource pool;
    private final JournalWriter writer;
    private final Configuration axon;
    private final SettlementImport imports;
    private final ReconciliationRuns runs;
    private final BankLeg bank;
    private final Reconciler reconciler;

    private ReconcileNode(
            LedgerDatabase database, ProviderSettings providers, Windows windows, RateCards rates) {
        this.database = database;
        this.providers = providers;
        pool = pool(database);
        writer =
                JournalWriter.start(
                        database.applicationDataSource(),
                        WriterSettings.of("reconcile-" + UUID.randomUUID()));
        axon = axon(writer, pool);
        var gateway =
                DefaultCommandGateway.builder()
                        .commandBus(axon.commandBus())
                        .retryScheduler(new ConflictRetry())
                        .build();
        var files = new SettlementFiles(pool);
        var recorder = new OutcomeRecorder(gateway);
        var fees = new FeeBooking(new UnbookedFees(pool), recorder, clock);
        var payouts = new PayoutBooking(new SettlementPayouts(pool), recorder, clock);
        imports = new SettlementImport(files, fees, payouts, clock);
        var matches = new BankMatches(pool, windows.bankDays());
        bank = new BankLeg(matches, new BankUnmatches(pool), recorder, clock);
        runs = new ReconciliationRuns(pool);
        var queries = new ComparisonQueries(pool, windows);
        reconciler = new Reconciler(fees, payouts, queries, runs, rates, clock);
    }

    static ReconcileNode on(LedgerDatabase database, ProviderSettings providers, Windows windows) {
        return on(database, providers, windows, RateCards.NONE);
    }

    static ReconcileNode on(
            LedgerDatabase database, ProviderSettings providers, Windows windows, RateCards rates) {
        return new ReconcileNode(database, providers, windows, rates);
    }

    ReconciliationOutcome reconcile(
            String tenant,
            String provider,
            Period period,
            Optional<Path> file,
            SimulatorSwitch simulator)
            throws IOException {
        if (!providers.providers().containsKey(provider)) {
            return new ReconciliationOutcome.Failed(
                    "There is no provider called " + provider + ".");
        }
        var source = sources(provider, providers, simulator, null).find(provider);
        if (source.isEmpty()) {
            return new ReconciliationOutcome.Failed(
                    "Settlement files of " + provider + " cannot be read.");
        }
        if (file.isPresent()) {
            try (var bytes = Files.newInputStream(file.get());
                    var spooled = SpooledFile.of(bytes)) {
                imports.upload(tenant, source.get(), spooled);
            }
        } else {
            var failure = fetch(tenant, provider, period, simulator);
            if (failure.isPresent()) {
                return new ReconciliationOutcome.Failed(failure.get());
            }
        }
        bank.settle(tenant);
        var run = reconciler.run(tenant, provider, period);
        return new ReconciliationOutcome.Completed(
                run, new Reports(runs).find(tenant, run.id()).orElseThrow());
    }

    private Optional<String> fetch(
            String tenant, String provider, Period period, SimulatorSwitch simulator) {
        boolean played = simulator.playedAccounts(providers).contains(provider);
        var server = played ? startSimulator() : Optional.<SimulatorServer>empty();
        try {
            var settings =
                    played && server.isEmpty() ? runningSimulator(provider, simulator) : providers;
            var source =
                    sources(provider, settings, simulator, server.orElse(null))
                            .find(provider)
                            .orElseThrow();
            var wish = DerivedId.of("rec_", tenant, provider, UUID.randomUUID().toString());
            var reports =
                    new ReportFetch(
                            new SettlementCoverage(pool),
                            new SettlementBatches(pool),
                            imports,
                            clock);
            return switch (reports.fetch(tenant, source, period, wish)) {
                case ReportFetch.Result.Ready _, ReportFetch.Result.Partly _ -> Optional.empty();
                case ReportFetch.Result.NotYet(var why) ->
                        Optional.of(
                                "The provider's report cannot be had now (%s)%s. Try again later, or use --file."
                                        .formatted(why, lookedAt(played, server, simulator)));
                case ReportFetch.Result.Refused(var why) -> Optional.of(why + ". Use --file.");
            };
        } finally {
            server.ifPresent(SimulatorServer::close);
        }
    }

    private static String lookedAt(
            boolean played, Optional<SimulatorServer> own, SimulatorSwitch simulator) {
        return played && own.isEmpty()
                ? "; the running simulator was looked for at truebook.simulator.port "
                        + simulator.port()
                : "";
    }

    /** Its books have one owner: empty when that is another process, which can be asked instead. */
    private Optional<SimulatorServer> startSimulator() {
        try {
            return Optional.of(
                    SimulatorServer.start(SimulatorSettings.of(database.simulatorDataSource())));
        } catch (IllegalStateException owned) {
            return Optional.empty();
        }
    }

    private ProviderSettings runningSimulator(String provider, SimulatorSwitch simulator) {
        Map<String, ProviderSettings.Account> accounts = new HashMap<>(providers.providers());
        accounts.computeIfPresent(
                provider,
                (name, account) ->
                        ProviderBrands.KNOWN
                                .simulation(account.type(name))
                                .orElseThrow()
                                .playedBy(
                                        account,
                                        URI.create("http://localhost:" + simulator.port()),
                                        SimulatorSettings.DEFAULT_API_KEY));
        return new ProviderSettings(accounts);
    }

    /** Of this one account: the others need not be complete for it. */
    private SettlementSources sources(
            String provider,
            ProviderSettings settings,
            SimulatorSwitch simulator,
            @Nullable SimulatorServer server) {
        var account = settings.providers().get(provider);
        if (account == null) {
            throw new IllegalStateException("Not configured: " + provider);
        }
        return ReconciliationWiring.sources(
                OpenAccounts.of(
                        new ProviderSettings(Map.of(provider, account)),
                        simulator,
                        server,
                        new ProviderAccess(Map.of(provider, secrets(provider, account))),
                        clock));
    }

    /** Nobody calls this node back: for an account that is played any secret will do. */
    private static List<String> secrets(String provider, ProviderSettings.Account account) {
        var played = ProviderBrands.KNOWN.simulation(account.type(provider));
        return account.secrets().isEmpty() && played.isPresent()
                ? List.of(played.get().secret(new byte[32]))
                : account.secrets();
    }

    private static Configuration axon(JournalWriter writer, HikariDataSource pool) {
        var json = new EventJson(PaymentEvents.TYPES);
        var engine =
                JournalEventStorageEngine.builder()
                        .writer(writer)
                        .dataSource(pool)
                        .contributors(
                                List.of(
                                        new PostingContributor(PaymentEvents::booking),
                                        // Nobody here calls providers: whoever does looks again.
                                        new OperationContributor(() -> {})))
                        .stateResource(Payment.RESOURCE);
        engine.eventSerializer(json).snapshotSerializer(json);
        var store = EmbeddedEventStore.builder().storageEngine(engine.build()).build();
        return DefaultConfigurer.defaultConfiguration()
                .configureEventStore(_ -> store)
                .configureSerializer(_ -> json)
                .configureCommandBus(_ ->
                        AsynchronousCommandBus.builder()
                                .executor(task -> Thread.ofVirtual().start(task))
                                .transactionManager(NoTransactionManager.INSTANCE)
                                .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE)
                                .build())
                .configureAggregate(PaymentAggregate.class)
                .configureAggregate(PayoutAggregate.class)
                .configureAggregate(AccountMovementAggregate.class)
                .start();
    }

    private static HikariDataSource pool(LedgerDatabase database) {
        var config = new HikariConfig();
        config.setDataSource(database.applicationDataSource());
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(0);
        config.setPoolName("reconcile");
        return new HikariDataSource(config);
    }

    @Override
    public void close() {
        axon.shutdown();
        writer.close();
        pool.close();
    }
}
