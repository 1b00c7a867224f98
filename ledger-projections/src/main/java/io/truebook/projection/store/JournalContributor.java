package io.truebook.projection.store;

/**
 * Says what else becomes true with a change: postings, provider calls to make, references, answers.
 *
 * <p>Called on the command's own thread, before the change waits for its batch. It must be quick
 * and pure: no input or output, because the rows it adds are written with the events or not at all.
 */
@FunctionalInterface
public interface JournalContributor {

    void contribute(JournalChange change, BatchRows rows);
}
