package io.truebook.api.simulator;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of one batch: one statement per table touched, whatever the number of requests.
 */
final class RowWriter {
    private static final String OBJECTS =
            """
            insert into provider_object (id, kind, created_s, payment_intent, charge, body)
            select * from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[])
            on conflict (id) do update set body = excluded.body
            """;
    private static final String LABELS =
            """
            insert into object_metadata (object_id, name, value)
            select * from unnest(?::text[], ?::text[], ?::text[])
            on conflict (object_id, name) do update set value = excluded.value
            """;
    private static final String MOVEMENTS =
            """
            insert into balance_transaction (id, created_s, available_on_s, type,
                reporting_category, amount_minor, fee_minor, currency, source, charge,
                payment_intent, payout, description)
            select * from unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[],
                ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],
                ?::text[], ?::text[])
            """;
    private static final String BOOKINGS =
            """
            insert into adyen_booking (id, created_s, type, amount_minor, fee_minor, currency,
                merchant_account, merchant_reference, payment, modification, batch, net_currency,
                exchange_rate)
            select * from unnest(?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[],
                ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[],
                ?::numeric[])
            """;
    private static final String SETTLED =
            """
            update adyen_booking b
            set batch = s.batch, net_currency = s.currency, exchange_rate = s.rate
            from unnest(?::text[], ?::bigint[], ?::text[], ?::numeric[])
                as s (id, batch, currency, rate)
            where b.id = s.id
            """;
    private static final String EVENTS =
            """
            insert into event (id, dialect, type, created_s, object_id, body)
            select * from unnest(
                ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[])
            """;
    private static final String DELIVERIES =
            """
            insert into webhook_delivery (id, event_id, endpoint, attempts, due_ms, forged,
                old_secret, after_type)
            select * from unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::bigint[],
                ?::boolean[], ?::boolean[], ?::text[])
            on conflict (id) do update set attempts = excluded.attempts, due_ms = excluded.due_ms
            """;
    private static final String PROMISES =
            """
            insert into due_work (id, due_ms, task, object_id)
            select * from unnest(?::text[], ?::bigint[], ?::text[], ?::text[])
            on conflict (id) do nothing
            """;

    /** A key may be taken again only after it was pruned: the reader has checked its age. */
    private static final String ANSWERS =
            """
            insert into idempotency_key (key, fingerprint, status, body, request_id, created_ms)
            select * from unnest(?::text[], ?::text[], ?::int[], ?::bytea[], ?::text[], ?::bigint[])
            on conflict (key) do update set fingerprint = excluded.fingerprint,
                status = excluded.status, body = excluded.body,
                request_id = excluded.request_id, created_ms = excluded.created_ms
            """;

    private static final String FILES =
            """
            insert into report_file (id, body) select * from unnest(?::text[], ?::bytea[])
            on conflict (id) do update set body = excluded.body
            """;
    private static final String PAID_OUT =
            """
            update balance_transaction b set payout = p.payout
            from unnest(?::text[], ?::text[]) as p (id, payout) where b.id = p.id
            """;

    private final Connection connection;

    RowWriter(Connection connection) {
        this.connection = connection;
    }

    void write(Effects.Rows rows) throws SQLException {
        insert(
                OBJECTS,
                rows.objects,
                column("text", Effects.Stored::id),
                column("text", Effects.Stored::kind),
                column("bigint", Effects.Stored::created),
                column("text", Effects.Stored::paymentIntent),
                column("text", Effects.Stored::charge),
                column("text", stored -> Json.text(stored.body())));
        insert(
                LABELS,
                rows.labels,
                column("text", Effects.Label::objectId),
                column("text", Effects.Label::name),
                column("text", Effects.Label::value));
        writeMovements(rows.movements);
        writeBookings(rows.bookings);
        insert(
                SETTLED,
                rows.settled,
                column("text", Map.Entry::getKey),
                column("bigint", entry -> entry.getValue().batch()),
                column("text", entry -> entry.getValue().currency()),
                column("numeric", entry -> entry.getValue().rate()));
        insert(
                EVENTS,
                rows.events,
                column("text", Effects.Event::id),
                column("text", event -> event.dialect().wire()),
                column("text", Effects.Event::type),
                column("bigint", Effects.Event::created),
                column("text", Effects.Event::objectId),
                column("text", Effects.Event::body));
        writeDeliveries(rows);
        writePromises(rows);
        writeAnswers(rows.answers);
        insert(
                FILES,
                rows.files,
                column("text", Map.Entry::getKey),
                column("bytea", Map.Entry::getValue));
        insert(
                PAID_OUT,
                rows.paidOut,
                column("text", Map.Entry::getKey),
                column("text", Map.Entry::getValue));
    }

    private void writeMovements(List<BalanceTransaction> movements) throws SQLException {
        insert(
                MOVEMENTS,
                movements,
                column("text", BalanceTransaction::id),
                column("bigint", BalanceTransaction::created),
                column("bigint", BalanceTransaction::availableOn),
                column("text", BalanceTransaction::type),
                column("text", BalanceTransaction::reportingCategory),
                column("bigint", BalanceTransaction::amount),
                column("bigint", BalanceTransaction::fee),
                column("text", BalanceTransaction::currency),
                column("text", BalanceTransaction::source),
                column("text", BalanceTransaction::charge),
                column("text", BalanceTransaction::paymentIntent),
                column("text", BalanceTransaction::payout),
                column("text", BalanceTransaction::description));
    }

    private void writeBookings(List<AdyenBooking> bookings) throws SQLException {
        insert(
                BOOKINGS,
                bookings,
                column("text", AdyenBooking::id),
                column("bigint", AdyenBooking::created),
                column("text", AdyenBooking::type),
                column("bigint", AdyenBooking::amount),
                column("bigint", AdyenBooking::fee),
                column("text", AdyenBooking::currency),
                column("text", AdyenBooking::merchantAccount),
                column("text", AdyenBooking::merchantReference),
                column("text", AdyenBooking::payment),
                column("text", AdyenBooking::modification),
                column("bigint", of(AdyenBooking.Settled::batch)),
                column("text", of(AdyenBooking.Settled::currency)),
                column("numeric", of(AdyenBooking.Settled::rate)));
    }

    private static Function<AdyenBooking, @Nullable Object> of(
            Function<AdyenBooking.Settled, Object> part) {
        return booking -> booking.settled() == null ? null : part.apply(booking.settled());
    }

    private void writeDeliveries(Effects.Rows rows) throws SQLException {
        insert(
                DELIVERIES,
                rows.deliveries,
                column("text", Effects.Delivery::id),
                column("text", Effects.Delivery::eventId),
                column("text", Effects.Delivery::endpoint),
                column("int", Effects.Delivery::attempts),
                column("bigint", Effects.Delivery::dueMillis),
                column("boolean", delivery -> delivery.signing() == Signing.FORGED),
                column("boolean", delivery -> delivery.signing() == Signing.OLD_SECRET),
                column("text", Effects.Delivery::afterType));
        delete("delete from webhook_delivery where id = ?", rows.delivered);
    }

    private void writePromises(Effects.Rows rows) throws SQLException {
        insert(
                PROMISES,
                rows.promises,
                column("text", Effects.Promise::id),
                column("bigint", Effects.Promise::dueMillis),
                column("text", Effects.Promise::task),
                column("text", Effects.Promise::objectId));
        delete("delete from due_work where id = ?", rows.kept);
    }

    private void writeAnswers(List<Effects.KeptAnswer> answers) throws SQLException {
        insert(
                ANSWERS,
                answers,
                column("text", Effects.KeptAnswer::key),
                column("text", Effects.KeptAnswer::fingerprint),
                column("int", Effects.KeptAnswer::status),
                column("bytea", Effects.KeptAnswer::body),
                column("text", Effects.KeptAnswer::requestId),
                column("bigint", Effects.KeptAnswer::createdMillis));
    }

    private record Column<T>(String type, Function<T, ? extends @Nullable Object> value) {}

    private static <T> Column<T> column(
            String type, Function<T, ? extends @Nullable Object> value) {
        return new Column<>(type, value);
    }

    /** One by one: of many ids at once the server may think that reading the table is quicker. */
    private void delete(String sql, List<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (String id : ids) {
                statement.setString(1, id);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    @SafeVarargs
    private <T> void insert(String sql, List<T> rows, Column<T>... columns) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < columns.length; i++) {
                Object[] values =
                        rows.stream()
                                .map(columns[i].value())
                                .toArray(
                                        columns[i].type().equals("bytea")
                                                ? byte[][]::new
                                                : Object[]::new);
                statement.setArray(i + 1, connection.createArrayOf(columns[i].type(), values));
            }
            statement.executeUpdate();
        }
    }
}
