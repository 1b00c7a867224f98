package io.truebook.api.http;

import io.truebook.api.restore.RestoreGuard;
import io.truebook.api.security.KeyFilter;
import io.truebook.api.security.KeyRing;
import io.truebook.ledger.provider.PaymentProvider;
import io.truebook.projection.balance.BalanceHistory;
import io.truebook.projection.balance.BalanceQueries;
import io.truebook.projection.balance.BlockJob;
import io.truebook.projection.balance.OpenItems;
import io.truebook.projection.balance.PeriodCloses;
import io.truebook.projection.balance.PostingQueries;
import io.truebook.projection.balance.PostingTotals;
import io.truebook.projection.balance.StatementQueries;
import io.truebook.projection.integrity.IntegrityCheck;
import io.truebook.projection.outbox.FoldedPayments;
import io.truebook.projection.payment.MerchantPayoutQueries;
import io.truebook.projection.payment.PaymentList;
import io.truebook.projection.payment.PaymentListQueries;
import io.truebook.projection.payment.PaymentQueries;
import io.truebook.projection.payment.PayoutQueries;
import io.truebook.projection.payment.ProbableDuplicates;
import io.truebook.projection.payment.TraceQueries;
import io.truebook.projection.reconciliation.BreakCases;
import io.truebook.projection.reconciliation.BreakQueries;
import io.truebook.projection.reconciliation.OutstandingWork;
import io.truebook.projection.store.TransactionRegister;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.apache.catalina.core.StandardHost;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What the HTTP edge is made of. */
@Configuration(proxyBeanMethods = false)
class HttpWiring {

    /** So much of a body that was refused is read away, so that the client gets to its answer. */
    private static final int SWALLOWED_BYTES = 16 * 1024 * 1024;

    /** A ledger of some hundred thousand events is checked while the client waits. */
    private static final Duration INTEGRITY_PATIENCE = Duration.ofSeconds(20);

    @Bean
    PaymentQueries paymentQueries(EventStore events, DataSource dataSource) {
        return new PaymentQueries(events, dataSource);
    }

    @Bean
    PayoutQueries payoutQueries(EventStore events, DataSource dataSource) {
        return new PayoutQueries(events, dataSource);
    }

    @Bean
    MerchantPayoutQueries merchantPayoutQueries(EventStore events, DataSource dataSource) {
        return new MerchantPayoutQueries(events, dataSource);
    }

    @Bean
    PaymentList paymentList(PaymentQueries payments, DataSource dataSource) {
        return new PaymentList(payments, dataSource);
    }

    @Bean
    ConfigurerModule paymentListProcessor() {
        return configurer ->
                configurer
                        .eventProcessing()
                        .assignHandlerTypesMatching(
                                PaymentList.NAME, type -> type == PaymentList.class);
    }

    @Bean
    PaymentListQueries paymentListQueries(DataSource dataSource) {
        return new PaymentListQueries(dataSource);
    }

    @Bean
    ProbableDuplicates probableDuplicates(PaymentQueries payments, DataSource dataSource) {
        return new ProbableDuplicates(payments, dataSource);
    }

    @Bean
    BalanceQueries balanceQueries(DataSource dataSource) {
        return new BalanceQueries(dataSource);
    }

    @Bean
    BalanceHistory balanceHistory(DataSource dataSource) {
        return new BalanceHistory(dataSource);
    }

    @Bean
    StatementQueries statementQueries(BalanceHistory history, DataSource dataSource) {
        return new StatementQueries(history, dataSource);
    }

    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    BlockJob postingTotals(DataSource dataSource) {
        return BlockJob.start("posting-totals", new PostingTotals(dataSource)::next);
    }

    @Bean
    OpenItems openItems(DataSource dataSource) {
        return new OpenItems(dataSource);
    }

    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    BlockJob openItemsJob(OpenItems items) {
        return BlockJob.start("open-items", items::next);
    }

    @Bean
    PostingQueries postingQueries(DataSource dataSource) {
        return new PostingQueries(dataSource);
    }

    @Bean
    TraceQueries traceQueries(DataSource dataSource) {
        return new TraceQueries(dataSource);
    }

    @Bean
    Trace trace(TraceQueries traces, PostingQueries postings) {
        return new Trace(traces, postings);
    }

    @Bean
    IntegrityRuns integrityRuns(IntegrityCheck check) {
        return new IntegrityRuns(check, INTEGRITY_PATIENCE);
    }

    @Bean
    AnswerContributor answerContributor(TransactionRegister register) {
        return new AnswerContributor(register);
    }

    @Bean
    TransactionGate transactionGate(TransactionRegister register, RestoreGuard guard) {
        return new TransactionGate(register, guard);
    }

    @Bean
    @DependsOnDatabaseInitialization
    RequestHashes requestHashes(DataSource dataSource) {
        return new RequestHashes(dataSource);
    }

    @Bean
    Commands commands(CommandGateway gateway) {
        return new Commands(gateway);
    }

    @Bean
    PaymentWishes paymentWishes(Commands commands, PaymentQueries payments, Clock clock) {
        return new PaymentWishes(new PaymentCommands(commands), payments, clock);
    }

    @Bean
    BreakWishes breakWishes(
            Commands commands, BreakCases cases, FoldedPayments payments, Clock clock) {
        return new BreakWishes(commands, cases, payments, clock);
    }

    @Bean
    MerchantPayoutAnswers merchantPayoutAnswers() {
        return new MerchantPayoutAnswers();
    }

    @Bean
    MerchantPayoutWishes merchantPayoutWishes(
            Commands commands, MerchantPayoutQueries payouts, Clock clock) {
        return new MerchantPayoutWishes(commands, payouts, clock);
    }

    @Bean
    PeriodCloseAnswers periodCloseAnswers() {
        return new PeriodCloseAnswers();
    }

    @Bean
    PeriodCloses periodCloses(EventStore events, DataSource dataSource) {
        return new PeriodCloses(events, dataSource);
    }

    @Bean
    OutstandingWork outstandingWork(DataSource dataSource) {
        return new OutstandingWork(dataSource);
    }

    @Bean
    BreakBatches breakBatches(
            BreakQueries breaks, BreakWishes wishes, TransactionRegister register) {
        return new BreakBatches(breaks, wishes, register);
    }

    @Bean
    ProviderAccounts providerAccounts(ObjectProvider<PaymentProvider> providers) {
        return new ProviderAccounts(providers.stream().toList());
    }

    @Bean
    FilterRegistrationBean<RequestIdFilter> requestIdFilter(
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver refusals, Clock clock) {
        var filter = new FilterRegistrationBean<>(new RequestIdFilter(refusals, clock));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    AdmissionGate admissionGate(AdmissionSettings settings) {
        return new AdmissionGate(settings);
    }

    /** Before the key: what is refused must cost nothing, not even looking the key up. */
    @Bean
    FilterRegistrationBean<AdmissionFilter> admissionFilter(
            AdmissionGate gate,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver refusals) {
        var filter = new FilterRegistrationBean<>(new AdmissionFilter(gate, refusals));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return filter;
    }

    @Bean
    FilterRegistrationBean<KeyFilter> keyFilter(
            KeyRing keys,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver refusals) {
        var filter = new FilterRegistrationBean<>(new KeyFilter(keys, refusals));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return filter;
    }

    @Bean
    ApiDescription apiDescription() {
        return new ApiDescription();
    }

    @Bean
    JsonMapperBuilderCustomizer answersAsStored() {
        return Json::configure;
    }

    @Bean
    WebMvcConfigurer requestReading(RequestHashes hashes) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new PostReader(hashes));
            }
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> serverErrors() {
        return factory -> {
            factory.addConnectorCustomizers(
                    connector -> connector.setProperty("maxSwallowSize", "" + SWALLOWED_BYTES));
            factory.addContextCustomizers(context -> {
                if (context.getParent() instanceof StandardHost host) {
                    host.setErrorReportValveClass(ProblemValve.class.getName());
                }
            });
        };
    }
}
