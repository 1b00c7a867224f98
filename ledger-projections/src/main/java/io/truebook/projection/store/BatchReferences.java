package io.truebook.projection.store;

import io.truebook.projection.store.BatchRows.Reference;
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

    private record Name(String connection, String kind, String objectId) {}

    private record Claim(String tenant, String paymentId) {}

    private final Map<Name, Claim> claims = new LinkedHashMap<>();

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
