package io.truebook.projection.integrity;

/** Hears how far a check has come. */
@FunctionalInterface
public interface Progress {

    /** For whoever only wants the result. */
    Progress NOBODY = (_, _, _) -> {};

    /**
     * Called every few thousand rows; returns at once.
     *
     * @param what is being looked at
     * @param total about how many there are
     */
    void at(String what, long done, long total);
}
