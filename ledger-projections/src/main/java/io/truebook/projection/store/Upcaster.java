package io.truebook.projection.store;

import java.util.function.Consumer;

/**
 * One step of a stored event's fields to the next revision, taken whenever such an event is read.
 *
 * <p>What is stored never changes. One event stays one event, and the step sees nothing but its
 * fields: its index, its postings and its proof stand in the journal already. So this is not one of
 * Axon's upcasters, which may drop, split and remember (decision 0018).
 *
 * @param type the name it was stored under
 * @param revision it was stored with
 * @param becomes the name afterwards: another one when the type was renamed
 * @param next the revision afterwards
 */
public record Upcaster(
        String type, int revision, String becomes, int next, Consumer<StoredFields> change) {

    /** From a revision to the next one of the same type. */
    public static Upcaster of(String type, int revision, Consumer<StoredFields> change) {
        return new Upcaster(type, revision, type, Math.addExact(revision, 1), change);
    }

    /** The last revision under an old name becomes the first under the new one. */
    public static Upcaster renaming(
            String type, int revision, String becomes, Consumer<StoredFields> change) {
        return new Upcaster(type, revision, becomes, 1, change);
    }
}
