package io.truebook.api;

import static java.util.stream.Collectors.toMap;

import io.truebook.api.WebhookWiring.Dialects;
import io.truebook.api.erasure.ErasureWorker;
import io.truebook.api.http.ErasureResource;
import io.truebook.api.provider.CallbackDialect;
import io.truebook.projection.payment.ErasureContributor;
import io.truebook.projection.payment.Erasures;
import io.truebook.projection.store.TransactionRegister;
import java.time.Clock;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Erasure of personal data: in the journal's commit, and in what providers sent. */
@Configuration(proxyBeanMethods = false)
class ErasureWiring {

    @Bean
    Erasures erasures(DataSource pool) {
        return new Erasures(pool);
    }

    /** Looked up when it rings: the worker needs the register, and that the journal first. */
    @Bean
    ErasureContributor erasureContributor(ObjectProvider<ErasureWorker> worker) {
        return new ErasureContributor(() -> worker.getObject().wake());
    }

    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    ErasureWorker erasureWorker(
            Erasures erasures, Dialects dialects, TransactionRegister register, Clock clock) {
        var byConnection =
                dialects.all().stream()
                        .collect(toMap(CallbackDialect::connection, Function.identity()));
        return new ErasureWorker(erasures, byConnection, register, ErasureResource::done, clock);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> startErasing(ErasureWorker worker) {
        return _ -> worker.start();
    }
}
