package io.truebook.api;

import io.truebook.api.provider.OutcomeRecorder;
import io.truebook.api.provider.ProviderAccount;
import io.truebook.api.reconciliation.BankLeg;
import io.truebook.api.reconciliation.BankStatementImport;
import io.truebook.api.reconciliation.FeeBooking;
import io.truebook.api.reconciliation.PayoutBooking;
import io.truebook.api.reconciliation.RateCards;
import io.truebook.api.reconciliation.Reconciler;
import io.truebook.api.reconciliation.ReconciliationSchedule;
import io.truebook.api.reconciliation.ReconciliationSettings;
import io.truebook.api.reconciliation.ReconciliationWorker;
import io.truebook.api.reconciliation.Reconciliations;
import io.truebook.api.reconciliation.ReportFetch;
import io.truebook.api.reconciliation.RetentionSettings;
import io.truebook.api.reconciliation.RetentionWorker;
import io.truebook.api.reconciliation.ScheduleSettings;
import io.truebook.api.reconciliation.SettlementImport;
import io.truebook.api.reconciliation.SettlementSources;
import io.truebook.projection.reconciliation.BankMatches;
import io.truebook.projection.reconciliation.BankStatements;
import io.truebook.projection.reconciliation.BankUnmatches;
import io.truebook.projection.reconciliation.ComparisonQueries;
import io.truebook.projection.reconciliation.ItemRetention;
import io.truebook.projection.reconciliation.ReconciliationJobs;
import io.truebook.projection.reconciliation.ReconciliationRuns;
import io.truebook.projection.reconciliation.RunItems;
import io.truebook.projection.reconciliation.SettlementBatches;
import io.truebook.projection.reconciliation.SettlementCoverage;
import io.truebook.projection.reconciliation.SettlementFiles;
import io.truebook.projection.reconciliation.SettlementPayouts;
import io.truebook.projection.reconciliation.UnbookedFees;
import io.truebook.projection.store.TransactionRegister;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Settlement files, runs, reports and breaks. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RateCards.class)
class ReconciliationWiring {

    @Bean
    SettlementSources settlementSources(OpenAccounts accounts) {
        return sources(accounts);
    }

    static SettlementSources sources(OpenAccounts accounts) {
        return new SettlementSources(accounts.each(ProviderAccount::settling));
    }

    @Bean
    SettlementFiles settlementFiles(DataSource pool) {
        return new SettlementFiles(pool);
    }

    @Bean
    ReconciliationRuns reconciliationRuns(DataSource pool) {
        return new ReconciliationRuns(pool);
    }

    @Bean
    ReconciliationJobs reconciliationJobs(DataSource pool) {
        return new ReconciliationJobs(pool);
    }

    @Bean
    FeeBooking feeBooking(DataSource pool, OutcomeRecorder recorder, Clock clock) {
        return new FeeBooking(new UnbookedFees(pool), recorder, clock);
    }

    @Bean
    PayoutBooking payoutBooking(DataSource pool, OutcomeRecorder recorder, Clock clock) {
        return new PayoutBooking(new SettlementPayouts(pool), recorder, clock);
    }

    @Bean
    SettlementImport settlementImport(
            SettlementFiles files, FeeBooking fees, PayoutBooking payouts, Clock clock) {
        return new SettlementImport(files, fees, payouts, clock);
    }

    @Bean
    BankLeg bankLeg(
            ReconciliationSettings settings,
            DataSource pool,
            OutcomeRecorder recorder,
            Clock clock) {
        var matches = new BankMatches(pool, settings.bankDays());
        return new BankLeg(matches, new BankUnmatches(pool), recorder, clock);
    }

    @Bean
    BankStatementImport bankStatementImport(
            SettlementFiles files, BankLeg leg, DataSource pool, Clock clock) {
        return new BankStatementImport(new BankStatements(pool), files, leg, clock);
    }

    @Bean
    SettlementBatches settlementBatches(DataSource pool) {
        return new SettlementBatches(pool);
    }

    @Bean
    ReportFetch reportFetch(
            DataSource pool, SettlementBatches batches, SettlementImport imports, Clock clock) {
        return new ReportFetch(new SettlementCoverage(pool), batches, imports, clock);
    }

    @Bean
    Reconciler reconciler(
            FeeBooking fees,
            PayoutBooking payouts,
            ReconciliationRuns runs,
            ReconciliationSettings settings,
            RateCards rates,
            DataSource pool,
            Clock clock) {
        var queries = new ComparisonQueries(pool, settings.windows());
        return new Reconciler(fees, payouts, queries, runs, rates, clock);
    }

    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    ReconciliationWorker reconciliationWorker(
            ReconciliationJobs jobs,
            Reconciler reconciler,
            SettlementSources sources,
            ReportFetch reports,
            BankLeg bank,
            SettlementFiles files,
            TransactionRegister register,
            ScheduleSettings schedule,
            Clock clock) {
        return new ReconciliationWorker(
                jobs, reconciler, sources, reports, bank, files, register, schedule, clock);
    }

    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    ReconciliationSchedule reconciliationSchedule(
            ReconciliationJobs jobs,
            SettlementSources sources,
            ScheduleSettings settings,
            ReconciliationWorker worker,
            Clock clock) {
        return new ReconciliationSchedule(
                jobs, sources.connections(), settings, worker::wake, clock);
    }

    @Bean
    Reconciliations reconciliations(
            ReconciliationJobs jobs,
            ReconciliationRuns runs,
            DataSource pool,
            SettlementFiles files,
            ReconciliationWorker worker,
            Clock clock) {
        return new Reconciliations(jobs, runs, new RunItems(pool), files, worker, clock);
    }

    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    RetentionWorker retentionWorker(DataSource pool, RetentionSettings settings, Clock clock) {
        return new RetentionWorker(new ItemRetention(pool), settings, clock);
    }

    /** Only when everything is up: what the worker fetches, the simulator must be there to give. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> startReconciling(
            ReconciliationWorker worker,
            ReconciliationSchedule schedule,
            RetentionWorker retention) {
        return _ -> {
            retention.start();
            worker.start();
            schedule.start();
        };
    }
}
