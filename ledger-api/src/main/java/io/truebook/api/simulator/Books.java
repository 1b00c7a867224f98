package io.truebook.api.simulator;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.ObjectNode;

/** The provider's books as they are read: objects, money movements and events, newest first. */
final class Books {
    static final String PAYMENT_INTENT = "payment_intent";
    static final String CHARGE = "charge";
    static final String REFUND = "refund";
    static final String PAYOUT = "payout";
    static final String DISPUTE = "dispute";
    static final String REPORT_RUN = "reporting.report_run";

    private static final String OBJECT =
            "select id, kind, created_s, payment_intent, charge, body from provider_object ";
    private static final String MOVEMENT =
            """
            select id, created_s, available_on_s, type, reporting_category, amount_minor, fee_minor,
                   currency, source, charge, payment_intent, payout, description
            from balance_transaction
            """;

    private final JdbcClient jdbc;

    Books(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Effects.Stored> find(String kind, String id) {
        return jdbc.sql(OBJECT + "where id = ? and kind = ?")
                .params(id, kind)
                .query((row, _) -> stored(row))
                .optional();
    }

    /** Objects of a kind that belong to a charge, oldest first. */
    List<ObjectNode> ofCharge(String kind, String charge) {
        return jdbc.sql(OBJECT + "where charge = ? and kind = ? order by seq")
                .params(charge, kind)
                .query((row, _) -> stored(row).body())
                .list();
    }

    /** The object, or Stripe's 404. */
    Effects.Stored get(String kind, String id, String param) {
        return find(kind, id).orElseThrow(() -> StripeError.noSuch(kind, id, param));
    }

    /** A payment intent with its charges, oldest first, in one look. */
    List<Effects.Stored> payment(String paymentIntent) {
        return jdbc.sql(
                        OBJECT
                                + "where id = :id or (payment_intent = :id and kind = 'charge')"
                                + " order by seq")
                .param("id", paymentIntent)
                .query((row, _) -> stored(row))
                .list();
    }

    /**
     * Objects of a kind, newest first; {@code filters} are column = value, with the columns named
     * by us.
     */
    List<Effects.Stored> list(String kind, Map<String, String> filters, Listing listing) {
        var where = new StringBuilder("where kind = :kind");
        var params = new LinkedHashMap<String, Object>();
        params.put("kind", kind);
        filters.forEach((column, value) -> {
            where.append(" and ").append(column).append(" = :").append(column);
            params.put(column, value);
        });
        listing.restrict("provider_object", where, params);
        return jdbc.sql(OBJECT + where).params(params).query((row, _) -> stored(row)).list();
    }

    /** Payment intents by metadata pairs and column conditions, as search finds them. */
    List<Effects.Stored> search(Map<String, String> metadata, long createdAtMost, int limit) {
        var where = new StringBuilder("where kind = 'payment_intent' and created_s <= :latest");
        var params = new LinkedHashMap<String, Object>();
        params.put("latest", createdAtMost);
        var pairs = new ArrayList<>(metadata.entrySet());
        for (int i = 0; i < pairs.size(); i++) {
            where.append(" and id in (select object_id from object_metadata where name = :n")
                    .append(i)
                    .append(" and value = :v")
                    .append(i)
                    .append(")");
            params.put("n" + i, pairs.get(i).getKey());
            params.put("v" + i, pairs.get(i).getValue());
        }
        return jdbc.sql(OBJECT + where + " order by created_s desc, seq desc limit " + limit)
                .params(params)
                .query((row, _) -> stored(row))
                .list();
    }

    Optional<BalanceTransaction> movement(String id) {
        return jdbc.sql(MOVEMENT + "where id = ?")
                .param(id)
                .query((row, _) -> movement(row))
                .optional();
    }

    List<BalanceTransaction> movements(Map<String, String> filters, Listing listing) {
        var where = new StringBuilder("where true");
        var params = new LinkedHashMap<String, Object>();
        filters.forEach((column, value) -> {
            where.append(" and ").append(column).append(" = :").append(column);
            params.put(column, value);
        });
        listing.restrict("balance_transaction", where, params);
        return jdbc.sql(MOVEMENT + where).params(params).query((row, _) -> movement(row)).list();
    }

    /** Everything on the balance in this currency that no payout contains yet, oldest first. */
    List<BalanceTransaction> notPaidOut(String currency) {
        return jdbc.sql(MOVEMENT + "where currency = ? and payout is null order by seq")
                .param(currency)
                .query((row, _) -> movement(row))
                .list();
    }

    /** An event of Stripe's API, to be read again. */
    Optional<String> event(String id) {
        return anyEvent(id)
                .filter(event -> event.dialect() == Dialect.STRIPE)
                .map(Effects.Event::body);
    }

    Optional<Effects.Event> anyEvent(String id) {
        return jdbc.sql(
                        "select id, dialect, type, created_s, object_id, body from event"
                                + " where id = ?")
                .param(id)
                .query((row, _) -> event(row))
                .optional();
    }

    /** All that was told of an object, in either dialect, oldest first. */
    List<Effects.Event> told(String objectId) {
        return jdbc.sql(
                        "select id, dialect, type, created_s, object_id, body from event"
                                + " where object_id = ? order by seq")
                .param(objectId)
                .query((row, _) -> event(row))
                .list();
    }

    /** The first object that carries this label. */
    Optional<String> labelled(String name, String value) {
        return jdbc.sql(
                        """
                        select o.id from object_metadata m join provider_object o
                            on o.id = m.object_id
                        where m.name = ? and m.value = ? order by o.seq limit 1
                        """)
                .params(name, value)
                .query(String.class)
                .optional();
    }

    List<String> events(List<String> types, @Nullable String objectId, Listing listing) {
        var where = new StringBuilder("where dialect = 'stripe'");
        var params = new LinkedHashMap<String, Object>();
        if (!types.isEmpty()) {
            where.append(" and type in (:types)");
            params.put("types", types);
        }
        if (objectId != null) {
            where.append(" and object_id = :object");
            params.put("object", objectId);
        }
        listing.restrict("event", where, params);
        return jdbc.sql("select body from event " + where)
                .params(params)
                .query((row, _) -> row.getString(1))
                .list();
    }

    Optional<byte[]> file(String id) {
        return jdbc.sql("select body from report_file where id = ?")
                .param(id)
                .query((row, _) -> row.getBytes(1))
                .optional();
    }

    static Effects.Event event(ResultSet row) throws SQLException {
        return new Effects.Event(
                row.getString("id"),
                Dialect.of(row.getString("dialect")).orElseThrow(),
                row.getString("type"),
                row.getLong("created_s"),
                row.getString("object_id"),
                row.getString("body"));
    }

    private static Effects.Stored stored(ResultSet row) throws SQLException {
        return new Effects.Stored(
                row.getString("id"),
                row.getString("kind"),
                row.getLong("created_s"),
                row.getString("payment_intent"),
                row.getString("charge"),
                Json.parse(row.getString("body")));
    }

    static BalanceTransaction movement(ResultSet row) throws SQLException {
        return new BalanceTransaction(
                row.getString("id"),
                row.getLong("created_s"),
                row.getLong("available_on_s"),
                row.getString("type"),
                row.getString("reporting_category"),
                row.getLong("amount_minor"),
                row.getLong("fee_minor"),
                row.getString("currency"),
                row.getString("source"),
                row.getString("charge"),
                row.getString("payment_intent"),
                row.getString("payout"),
                row.getString("description"));
    }
}
