package io.truebook.api.provider;

import java.nio.file.Path;

/**
 * A connection that closes its books in batches, numbered from 1 without a gap, and writes a
 * settlement file of each when it does.
 */
public interface BatchReports extends SettlementSource {

    /** What came of asking for a file. */
    sealed interface Fetched {

        record Downloaded() implements Fetched {}

        /** There is no such file, now at least. */
        record NotThere() implements Fetched {}

        /** It could not be had this time. */
        record NotNow(String detail) implements Fetched {}

        /** The provider does not give it. */
        record Refused(String detail) implements Fetched {}
    }

    /**
     * Downloads the file of one batch.
     *
     * @param file overwritten
     */
    Fetched fetch(long batch, Path file);
}
