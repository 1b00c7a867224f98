package io.truebook.api.webhook;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.api.provider.CallbackDialect.Reading;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.ProviderFact;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether the provider itself has told a fact, whatever else had made us believe it. */
public final class ToldFacts {

    @SuppressWarnings("ArrayRecordComponent") // Read once, never compared.
    private record Told(String eventId, byte[] body) {}

    private final Map<String, CallbackDialect> dialects;
    private final JdbcClient jdbc;

    public ToldFacts(List<CallbackDialect> dialects, DataSource dataSource) {
        this.dialects =
                dialects.stream()
                        .collect(
                                Collectors.toMap(CallbackDialect::connection, Function.identity()));
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** The provider's event that told this fact of a payment; empty while none has. */
    public Optional<String> eventTelling(
            String connection, String paymentId, CaptureMode capture, ProviderFact fact) {
        var dialect = dialects.get(connection);
        return dialect == null
                ? Optional.empty()
                : callbacks(connection, paymentId).stream()
                        .filter(told -> tells(dialect.read(told.body), capture, fact))
                        .map(Told::eventId)
                        .findFirst();
    }

    private List<Told> callbacks(String connection, String paymentId) {
        return jdbc.sql(
                        """
                        select event_id, body from truebook.provider_callback
                        where payment_id = ? and connection = ? and (status = 'done' or step = 'fee')
                        order by callback_id
                        """)
                .params(paymentId, connection)
                .query((row, _) -> new Told(row.getString(1), row.getBytes(2)))
                .list();
    }

    private static boolean tells(Reading reading, CaptureMode capture, ProviderFact fact) {
        return reading instanceof Reading.Facts facts
                && facts.of(capture).stream().anyMatch(told -> isSame(told, fact));
    }

    /** The same of the same object, and as much of it. */
    private static boolean isSame(ProviderFact told, ProviderFact fact) {
        return told.key().equals(fact.key()) && amount(told).equals(amount(fact));
    }

    private static Optional<Money> amount(ProviderFact fact) {
        return switch (fact) {
            case ProviderFact.Captured taken -> Optional.of(taken.amount());
            case ProviderFact.RefundSucceeded refund -> Optional.of(refund.amount());
            default -> Optional.empty();
        };
    }
}
