package io.truebook.api;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.api.provider.OutcomeRecorder;
import io.truebook.api.provider.ProviderAccess;
import io.truebook.api.provider.ProviderSettings;
import io.truebook.api.provider.ProviderSettings.Account;
import io.truebook.api.provider.stripe.StripeCallbacks;
import io.truebook.api.provider.stripe.StripeProvider;
import io.truebook.api.webhook.WebhookInbox;
import io.truebook.api.webhook.WebhookReceiver;
import io.truebook.api.webhook.WebhookSettings;
import io.truebook.api.webhook.WebhookWorker;
import io.truebook.ledger.provider.PaymentProvider;
import io.truebook.projection.outbox.FoldedPayments;
import io.truebook.projection.payment.Erasures;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
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
    Dialects callbackDialects(
            ProviderSettings settings,
            ProviderAccess access,
            SimulatorSwitch simulator,
            ObjectProvider<PaymentProvider> providers) {
        var callable = providers.stream().toList();
        var played = simulator.playedAccount(settings);
        return new Dialects(
                settings.providers().entrySet().stream()
                        .filter(account -> !secrets(access, account.getKey()).isEmpty())
                        .map(account ->
                                dialect(
                                        account.getKey(),
                                        secrets(access, account.getKey()),
                                        callable,
                                        mode(
                                                account.getValue(),
                                                played.equals(Optional.of(account.getKey())))))
                        .toList());
    }

    private static List<String> secrets(ProviderAccess access, String account) {
        return access.secretsOf(account).orElse(List.of());
    }

    private static CallbackDialect dialect(
            String name,
            List<String> secrets,
            List<PaymentProvider> callable,
            @Nullable Boolean live) {
        var provider =
                callable.stream()
                        .filter(candidate -> candidate.connection().equals(name))
                        .filter(StripeProvider.class::isInstance)
                        .map(StripeProvider.class::cast)
                        .findFirst()
                        .orElse(null);
        return new StripeCallbacks(name, secrets, provider, live);
    }

    /** Whether an account is a live one, by its key; null when it has none to tell. */
    private static @Nullable Boolean mode(Account account, boolean played) {
        var key = account.apiKey();
        if (key == null) {
            return played ? false : null;
        }
        return key.startsWith("sk_live_") || key.startsWith("rk_live_");
    }

    @Bean
    WebhookInbox webhookInbox(DataSource pool, WebhookSettings settings) {
        return new WebhookInbox(pool, settings.inboxLimit());
    }

    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    WebhookWorker webhookWorker(
            Dialects dialects,
            WebhookInbox inbox,
            DataSource pool,
            FoldedPayments payments,
            OutcomeRecorder recorder,
            WebhookSettings settings,
            Clock clock) {
        return new WebhookWorker(
                dialects.all(), inbox, pool, payments::of, recorder, settings, clock);
    }

    @Bean
    WebhookReceiver webhookReceiver(
            Dialects dialects,
            WebhookInbox inbox,
            Erasures erasures,
            WebhookWorker worker,
            Clock clock) {
        return new WebhookReceiver(dialects.all(), inbox, erasures::covers, worker::wake, clock);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> startWorkingCallbacks(WebhookWorker worker) {
        return _ -> worker.start();
    }
}
