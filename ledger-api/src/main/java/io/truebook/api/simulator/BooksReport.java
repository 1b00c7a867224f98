package io.truebook.api.simulator;

import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The provider's own count, for tests that must know what really happened: how often an operation
 * charged or refunded, and the totals per currency, both dialects together. Amounts are minor
 * units. An operation is what the caller wrote into the metadata key asked for ({@code
 * truebook_operation} unless told) in the Stripe dialect, and as reference in the Adyen dialect.
 */
final class BooksReport {
    /** The label under which objects of the Adyen dialect are found: the merchant's reference. */
    static final String ADYEN_REFERENCE = "adyen.reference";

    private static final String OPERATION_KEY = "truebook_operation";
    private static final String TOTALS =
            """
            select 'stripe' as dialect, currency, reporting_category as category, count(*),
                   sum(amount_minor), sum(fee_minor)
            from balance_transaction group by currency, reporting_category
            union all
            select 'adyen', lower(currency), type, count(*), sum(amount_minor), sum(fee_minor)
            from adyen_booking group by currency, type
            order by dialect desc, currency, category
            """;
    private static final String COUNTS =
            """
            select count(*) filter (where kind in ('payment_intent', 'adyen.payment')),
                   count(*) filter (where charge and succeeded),
                   count(*) filter (where charge and succeeded and captured),
                   count(*) filter (where refund and succeeded),
                   count(*) filter (where refund),
                   coalesce(sum(amount_captured) filter (where charge and succeeded), 0),
                   coalesce(sum(amount) filter (where refund and succeeded), 0)
            from (select id, kind, payment_intent,
                         kind in ('charge', 'adyen.payment') as charge,
                         kind in ('refund', 'adyen.refund') as refund,
                         body::jsonb ->> 'status' = 'succeeded' as succeeded,
                         (body::jsonb ->> 'captured')::boolean as captured,
                         (body::jsonb ->> 'amount_captured')::bigint as amount_captured,
                         (body::jsonb ->> 'amount')::bigint as amount
                  from provider_object where kind in ('payment_intent', 'charge', 'refund',
                      'adyen.payment', 'adyen.refund')) o
            """;
    private static final String OF_OPERATION =
            """
            where id in (select object_id from object_metadata
                         where name in (:name, 'adyen.reference') and value = :operation)
               or kind = 'charge' and payment_intent in
                  (select object_id from object_metadata
                   where name = :name and value = :operation)
            """;
    private static final String OPERATIONS =
            """
            select value,
                   count(*) filter (where received > 0),
                   count(*) filter (where refund and status = 'succeeded'),
                   coalesce(sum(received), 0),
                   coalesce(sum(amount) filter (where refund and status = 'succeeded'), 0)
            from (select m.value, o.seq, o.body::jsonb ->> 'status' as status,
                         o.kind in ('refund', 'adyen.refund') as refund,
                         coalesce(o.body::jsonb ->> 'amount_received',
                             case o.kind when 'adyen.payment'
                                 then o.body::jsonb ->> 'amount_captured' end)::bigint as received,
                         (o.body::jsonb ->> 'amount')::bigint as amount
                  from object_metadata m join provider_object o on o.id = m.object_id
                  where m.name in (?, 'adyen.reference')) operation
            group by value order by max(seq) desc limit 10000
            """;

    private final JdbcClient jdbc;

    BooksReport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    ObjectNode of(Map<String, String> query) {
        ObjectNode body = Json.object();
        String operation = query.get("operation");
        if (operation == null) {
            counts(body, jdbc.sql(COUNTS));
            totals(body);
            operations(body, query.getOrDefault("metadata_key", OPERATION_KEY));
        } else {
            body.put("operation", operation);
            counts(
                    body,
                    jdbc.sql(COUNTS + OF_OPERATION)
                            .param("name", query.getOrDefault("metadata_key", OPERATION_KEY))
                            .param("operation", operation));
        }
        return body;
    }

    private static void counts(ObjectNode body, JdbcClient.StatementSpec statement) {
        statement.query(row -> {
            body.put("payment_intents", row.getLong(1));
            body.put("charges_succeeded", row.getLong(2));
            body.put("charges_captured", row.getLong(3));
            body.put("refunds_succeeded", row.getLong(4));
            body.put("refunds", row.getLong(5));
            body.put("amount_captured", row.getLong(6));
            body.put("amount_refunded", row.getLong(7));
        });
    }

    private void totals(ObjectNode body) {
        ArrayNode totals = body.putArray("totals");
        jdbc.sql(TOTALS)
                .query(row -> {
                    ObjectNode total = totals.addObject();
                    total.put("dialect", row.getString(1));
                    total.put("currency", row.getString(2));
                    total.put("reporting_category", row.getString(3));
                    total.put("count", row.getLong(4));
                    total.put("gross", row.getLong(5));
                    total.put("fee", row.getLong(6));
                    total.put("net", Math.subtractExact(row.getLong(5), row.getLong(6)));
                });
    }

    private void operations(ObjectNode body, String key) {
        ArrayNode operations = body.putArray("operations");
        jdbc.sql(OPERATIONS)
                .param(key)
                .query(row -> {
                    ObjectNode operation = operations.addObject();
                    operation.put("operation", row.getString(1));
                    operation.put("charges", row.getLong(2));
                    operation.put("refunds", row.getLong(3));
                    operation.put("amount_charged", row.getLong(4));
                    operation.put("amount_refunded", row.getLong(5));
                });
    }
}
