package io.truebook.api.security;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The keys of this installation. */
@Configuration(proxyBeanMethods = false)
class KeyWiring {

    @Bean
    ApiKeys apiKeys(DataSource dataSource, Clock clock) {
        return new ApiKeys(dataSource, clock);
    }

    @Bean
    KeyRing keyRing(ApiKeys keys) {
        return new KeyRing(keys);
    }
}
