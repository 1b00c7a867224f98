package io.truebook.api;

import io.truebook.api.operations.LedgerClock;
import io.truebook.api.operations.LedgerSettings;
import io.truebook.api.operations.StartupNotice;
import io.truebook.api.security.ApiKeys;
import io.truebook.api.security.OperatorKey;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the edges need of the installation: its clock, its data directory, its terminal. */
@Configuration(proxyBeanMethods = false)
class EdgeWiring {

    @Bean
    Clock clock() {
        return LedgerClock.system();
    }

    /** Made while the application starts, so that it is there as soon as a port is open. */
    @Bean
    @DependsOnDatabaseInitialization
    StartupNotice operatorKey(ApiKeys keys, DataSource dataSource, LedgerSettings settings) {
        var operator = new OperatorKey(keys, dataSource, settings.data());
        var made = operator.ensure().map(key -> "Operator key " + key + "  (shown once)");
        var place = "             kept in " + operator.file();
        return () -> made.map(line -> List.of(line, place)).orElse(List.of());
    }
}
