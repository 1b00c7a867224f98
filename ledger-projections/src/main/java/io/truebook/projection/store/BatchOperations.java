package io.truebook.projection.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The provider calls a batch opens and closes; one may do both. */
final class BatchOperations {

    private record Opened(Append append, OpenOperation operation, long index) {}

    private final Map<String, Opened> opened = new LinkedHashMap<>();
    private final Map<String, Long> closed = new LinkedHashMap<>();

    void add(Append append, long lastIndex) {
        for (var operation : append.rows().opened()) {
            opened.put(operation.id(), new Opened(append, operation, lastIndex));
        }
        for (var id : append.rows().closed()) {
            closed.putIfAbsent(id, lastIndex);
        }
    }

    void writeTo(BatchWrite write) {
        opened.forEach((id, row) -> writeOpened(write, row, closed.remove(id)));
        closed.forEach((id, index) -> write.add(BatchTable.CLOSED_OPERATION, id, index));
    }

    private static void writeOpened(BatchWrite write, Opened row, @Nullable Long closedAt) {
        var operation = row.operation;
        var context =
                Objects.requireNonNull(
                        row.append.context(), "A provider call needs the command behind it");
        write.add(
                BatchTable.OPERATION,
                operation.id(),
                row.append.tenant(),
                operation.paymentId(),
                operation.connection(),
                operation.kind(),
                closedAt == null ? "open" : "closed",
                context.origin(),
                context.transaction().id(),
                operation.after(),
                Micros.of(operation.dueAt()),
                row.index,
                closedAt);
    }
}
