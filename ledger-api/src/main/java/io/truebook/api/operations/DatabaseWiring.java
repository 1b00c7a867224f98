package io.truebook.api.operations;

import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Hands the database to Spring Boot: the pool works as the application, Flyway as the owner.
 *
 * <p>Everything that talks to PostgreSQL hangs on the server bean, so Spring stops the server after
 * all of it.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseWiring {

    @Bean(destroyMethod = "close")
    DatabaseServer databaseServer(LedgerSettings settings, Environment environment) {
        return DatabaseServer.open(settings, environment);
    }

    @Bean
    LedgerDatabase ledgerDatabase(DatabaseServer server) {
        return server.database();
    }

    @Bean
    JdbcConnectionDetails poolConnection(LedgerDatabase database) {
        return new JdbcConnectionDetails() {
            @Override
            public String getJdbcUrl() {
                return database.url();
            }

            @Override
            public String getUsername() {
                return database.application().user();
            }

            @Override
            public String getPassword() {
                return database.application().password();
            }
        };
    }

    @Bean
    FlywayConnectionDetails migrationConnection(LedgerDatabase database) {
        return new FlywayConnectionDetails() {
            @Override
            public String getJdbcUrl() {
                return database.url();
            }

            @Override
            public String getUsername() {
                return database.owner().user();
            }

            @Override
            public String getPassword() {
                return database.owner().password();
            }
        };
    }
}
