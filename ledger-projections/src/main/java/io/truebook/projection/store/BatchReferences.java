package io.truebook.projection.store;

import io.truebook.projection.store.BatchRows.Reference;
import io.truebook.projection.store.RowSet.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The provider objects a batch learns of, each once: several events of a batch may name the same.
 *
 * <p>An object that another payment of the batch has claimed makes its command wait for the next
 * batch, where the table refuses it.
 */
final class BatchReferences {

    /** The same owner again changes nothing; another owner is refused by a trigger. */
    static final String UPSERT =
            """
            insert into truebook.provider_reference as r (connection, object_kind, object_id,
                tenant, payment_id)
            select * from {rows} on conflict (connection, object_id, object_kind) do update
            set payment_id = excluded.payment_id
            where r.payment_id <> excluded.payment_id\
            """;

    private record Name(String connection, String kind, String objectId) {}

    private record Claim(String tenant, String paymentId) {}

    private final Map<Name, Claim> claims = new LinkedHashMap<>();

    static Column[] columns() {
        return new Column[] {
            Column.text("a"), Column.text("b"), Column.text("c"), Column.text("d"), Column.text("e")
        };
    }

    boolean areClaimedByAnother(List<Reference> references) {
        return references.stream()
                .anyMatch(reference -> {
                    var claim = claims.get(name(reference));
                    return claim != null && !claim.paymentId.equals(reference.paymentId());
                });
    }

    void add(Append append) {
        for (var reference : append.rows().references()) {
            claims.put(name(reference), new Claim(append.tenant(), reference.paymentId()));
        }
    }

    void writeTo(BatchWrite write) {
        claims.forEach((name, claim) ->
                write.add(
                        BatchTable.REFERENCE,
                        name.connection,
                        name.kind,
                        name.objectId,
                        claim.tenant,
                        claim.paymentId));
    }

    private static Name name(Reference reference) {
        return new Name(reference.connection(), reference.kind(), reference.objectId());
    }
}
