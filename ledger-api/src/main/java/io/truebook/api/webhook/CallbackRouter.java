package io.truebook.api.webhook;

import io.truebook.api.provider.CallbackDialect.Route;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds the payment a callback is about: by our operation id, by the key of the request that caused
 * it, or by what the provider's objects are known to belong to.
 *
 * <p>Only operations that went to the same connection count, so that no account can speak of
 * another's payments.
 */
final class CallbackRouter {

    private final JdbcClient jdbc;

    CallbackRouter(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    Optional<String> paymentOf(String connection, Route route) {
        return byOperation(connection, route)
                .or(() -> byKey(connection, route))
                .or(() -> byObjects(connection, route.objectIds()));
    }

    private Optional<String> byOperation(String connection, Route route) {
        return route.operationId() == null
                ? Optional.empty()
                : jdbc.sql(
                                """
                                select payment_id from truebook.provider_operation
                                where operation_id = :operation and connection = :connection
                                """)
                        .param("operation", route.operationId())
                        .param("connection", connection)
                        .query(String.class)
                        .optional();
    }

    private Optional<String> byKey(String connection, Route route) {
        return route.providerKey() == null
                ? Optional.empty()
                : jdbc.sql(
                                """
                                select o.payment_id from truebook.provider_attempt a
                                join truebook.provider_operation o using (operation_id)
                                where a.provider_key = :key and o.connection = :connection limit 1
                                """)
                        .param("key", route.providerKey())
                        .param("connection", connection)
                        .query(String.class)
                        .optional();
    }

    private Optional<String> byObjects(String connection, List<String> objectIds) {
        return objectIds.isEmpty()
                ? Optional.empty()
                : jdbc.sql(
                                """
                                select payment_id from truebook.provider_reference
                                where connection = :connection and object_id in (:objects) limit 1
                                """)
                        .param("connection", connection)
                        .param("objects", objectIds)
                        .query(String.class)
                        .optional();
    }
}
