package io.truebook.api.provider;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A connection that writes settlement files of whatever period it is asked for. */
public interface PeriodReports extends SettlementSource {

    /** What came of asking for a file. */
    sealed interface Fetched {

        /**
         * The file is there.
         *
         * @param coversTo the end of what the provider could know when it wrote the file
         */
        record Downloaded(Instant coversTo) implements Fetched {}

        /** It takes longer; asking again under the same key goes on with the same report. */
        record NotYet(String detail) implements Fetched {}

        /** The provider does not give it. */
        record Refused(String detail) implements Fetched {}
    }

    /**
     * The reports that together tell a period, each by the name a file of it has once it is taken
     * in, in the order they are taken in.
     */
    List<String> reports();

    /**
     * Downloads what one report says of a period.
     *
     * @param report one of {@link #reports}
     * @param from inclusive
     * @param to exclusive; what has not happened yet is left out
     * @param idempotencyKey the same for every try of the same wish
     * @param file overwritten
     */
    Fetched fetch(String report, Instant from, Instant to, String idempotencyKey, Path file);
}
