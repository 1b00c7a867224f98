package io.truebook.projection.integrity;

import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.ledger.payment.PaymentEvent.Reported;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks that what the provider calls by an id belongs to the payment whose event names it: a
 * callback that is routed elsewhere would be booked elsewhere.
 */
final class ReferenceWalk {

    private static final String NAMED =
            """
            select r.object_id, r.tenant, r.payment_id
            from (select unnest(?::text[]) as c, unnest(?::text[]) as i) k
            join truebook.provider_reference r on r.connection = k.c and r.object_id = k.i\
            """;

    /** Rows of payments that are not there, or of another tenant's. */
    private static final String ORPHANS =
            """
            select r.object_kind, r.object_id, r.connection from truebook.provider_reference r
            where (r.connection, r.object_id, r.object_kind) > (?, ?, ?)
                and not exists (select from truebook.journal_event e
                    where e.aggregate_id = r.payment_id and e.sequence_number = 0
                    and e.tenant = r.tenant)
            order by r.connection, r.object_id, r.object_kind limit 1\
            """;

    private record Name(String connection, String id) {}

    private record Owner(String id, String tenant, String payment) {}

    private final Tables tables;
    private Map<String, Set<Owner>> page = Map.of();

    ReferenceWalk(Tables tables) {
        this.tables = tables;
    }

    /** Looks up what the next events name. */
    void load(List<ReadEvent> events) throws SQLException {
        var names = events.stream().flatMap(event -> names(event).stream()).distinct().toList();
        var found = new HashMap<String, Set<Owner>>();
        tables.list(
                NAMED,
                row -> {
                    var owner = new Owner(row.getString(1), row.getString(2), row.getString(3));
                    return found.computeIfAbsent(owner.id, _ -> new HashSet<>()).add(owner);
                },
                names.stream().map(Name::connection).toArray(String[]::new),
                names.stream().map(Name::id).toArray(String[]::new));
        page = found;
    }

    /** The objects an event rests on, without those that are operations of our own. */
    private static List<Name> names(ReadEvent event) {
        if (!(event.event() instanceof Reported reported)) {
            return List.of();
        }
        var evidence = reported.evidence();
        var connection = evidence.factKey().split("\\|", 2)[0];
        return Stream.of(evidence.objectId(), orEmpty(evidence.paymentReference()))
                .filter(id -> !id.isEmpty() && !isOurs(reported, id))
                .map(id -> new Name(connection, id))
                .toList();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static boolean isOurs(Reported event, String id) {
        return id.equals(event.paymentId())
                || id.startsWith(event.paymentId() + "-")
                || id.equals(refundOf(event));
    }

    private static @Nullable String refundOf(PaymentEvent event) {
        return switch (event) {
            case PaymentEvent.RefundPending e -> e.refundId();
            case PaymentEvent.RefundSucceeded e -> e.refundId();
            case PaymentEvent.RefundFailed e -> e.refundId();
            default -> null;
        };
    }

    /** One of the events that were loaded. */
    void expect(ReadEvent event) {
        for (var name : names(event)) {
            var owners = page.getOrDefault(name.id, Set.of());
            if (owners.isEmpty()) {
                throw new DifferenceFound(
                        "references",
                        event.position(),
                        "provider_reference (%s, %s) is missing; event %d names it",
                        name.connection,
                        name.id,
                        event.position());
            }
            for (var owner : owners) {
                if (!owner.payment.equals(event.leaf().aggregateId())
                        || !owner.tenant.equals(event.leaf().tenant())) {
                    throw new DifferenceFound(
                            "references",
                            event.position(),
                            "provider_reference (%s, %s) belongs to %s; expected %s",
                            name.connection,
                            name.id,
                            owner.payment,
                            event.leaf().aggregateId());
                }
            }
        }
    }

    /** No row names a payment that is not there. */
    void end() throws SQLException {
        tables
                .list(
                        ORPHANS,
                        row ->
                                new DifferenceFound(
                                        "references",
                                        0,
                                        "provider_reference (%s, %s, %s) names a payment that is"
                                                + " not there",
                                        row.getString(3),
                                        row.getString(2),
                                        row.getString(1)),
                        "",
                        "",
                        "")
                .stream()
                .findFirst()
                .ifPresent(found -> {
                    throw found;
                });
    }
}
