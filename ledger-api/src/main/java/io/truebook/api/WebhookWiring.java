package io.truebook.api;

import io.truebook.api.RestoreWiring.Histories;
import io.truebook.api.provider.CallbackDialect;
import io.truebook.api.provider.OutcomeRecorder;
import io.truebook.api.provider.ProviderAccount;
import io.truebook.api.provider.ProviderDispatcher;
import io.truebook.api.webhook.EventFeeds;
import io.truebook.api.webhook.GapFiller;
import io.truebook.api.webhook.KeptCallbacks;
import io.truebook.api.webhook.UnprovenCallbacks;
import io.truebook.api.webhook.WebhookInbox;
import io.truebook.api.webhook.WebhookReceiver;
import io.truebook.api.webhook.WebhookSettings;
import io.truebook.api.webhook.WebhookWorker;
import io.truebook.projection.outbox.FoldedPayments;
import io.truebook.projection.payment.Erasures;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who may call us by webhook, how each proves itself, and the worker behind the inbox. */
@Configuration(proxyBeanMethods = false)
class WebhookWiring {

    /** One for each account that has a secret to prove itself with. */
    record Dialects(List<CallbackDialect> all) {}

    @Bean
    Dialects callbackDialects(OpenAccounts accounts) {
        return new Dialects(accounts.each(ProviderAccount::listening));
    }

    @Bean(destroyMethod = "close")
    WebhookInbox webhookInbox(DataSource pool, Erasures erasures, WebhookSettings settings) {
        return new WebhookInbox(pool, erasures::covered, settings.inboxLimit());
    }

    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    WebhookWorker webhookWorker(
            Dialects dialects,
            DataSource pool,
            FoldedPayments payments,
            OutcomeRecorder recorder,
            ProviderDispatcher dispatcher,
            WebhookSettings settings,
            Clock clock) {
        return new WebhookWorker(
                dialects.all(), pool, payments::of, recorder, dispatcher::isAway, settings, clock);
    }

    @Bean
    UnprovenCallbacks unprovenCallbacks(
            Dialects dialects, DataSource pool, ProviderDispatcher dispatcher) {
        return new UnprovenCallbacks(dialects.all(), pool, dispatcher::askNow);
    }

    @Bean
    WebhookReceiver webhookReceiver(
            Dialects dialects,
            WebhookInbox inbox,
            UnprovenCallbacks unproven,
            WebhookWorker worker,
            Clock clock) {
        return new WebhookReceiver(dialects.all(), inbox, unproven, worker::wake, clock);
    }

    @Bean
    KeptCallbacks keptCallbacks(DataSource pool) {
        return new KeptCallbacks(pool);
    }

    @Bean
    EventFeeds eventFeeds(DataSource pool) {
        return new EventFeeds(pool);
    }

    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    GapFiller gapFiller(
            Histories histories,
            Dialects dialects,
            EventFeeds feeds,
            WebhookReceiver receiver,
            ProviderDispatcher dispatcher,
            WebhookSettings settings,
            Clock clock) {
        var listened = new HashMap<>(histories.all());
        listened.keySet()
                .retainAll(dialects.all().stream().map(CallbackDialect::connection).toList());
        return new GapFiller(
                listened, feeds, receiver, dispatcher::isWell, settings.feedInterval(), clock);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> startFillingGaps(GapFiller filler) {
        return _ -> filler.start();
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> startWorkingCallbacks(WebhookWorker worker) {
        return _ -> worker.start();
    }
}
