package io.truebook.api;

import org.axonframework.springboot.autoconfig.JdbcAutoConfiguration;
import org.axonframework.springboot.autoconfig.TransactionAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;

/**
 * Makes Axon look for a database after Spring Boot has made one.
 *
 * <p>Axon 4.13 asks to come after Boot 3's classes, which Boot 4 has moved. Without this it finds
 * neither data source nor transaction manager and keeps events in memory, without a word; {@link
 * AxonStorageCheck} would then refuse to start.
 */
@AutoConfiguration(
        after = {
            DataSourceAutoConfiguration.class,
            DataSourceTransactionManagerAutoConfiguration.class
        },
        before = {JdbcAutoConfiguration.class, TransactionAutoConfiguration.class})
public class AxonBoot4Ordering {}
