package io.truebook.projection.store;

/** What a batch writes to erase what clients wrote about people. */
final class BatchErasure {

    private BatchErasure() {}

    /**
     * @param last index of the change's last event: what comes later is not erased
     */
    static void write(Append append, long last, BatchWrite write) {
        var erasure = append.rows().erasure();
        var context = append.context();
        if (erasure == null || context == null) {
            return;
        }
        var id = erasure.aggregateId();
        write.add(BatchTable.ERASED_PERSONAL, id, last);
        for (var key : erasure.answers()) {
            write.add(BatchTable.ERASED_ANSWER, key.tenant(), key.origin(), key.id());
        }
        write.add(BatchTable.ERASED_SETTLED_ANSWER, append.tenant(), id);
        var by = context.transaction();
        write.add(BatchTable.ERASURE, append.tenant(), id, last, by.origin(), by.id());
    }
}
