package io.truebook.projection.rebuild;

import java.time.Duration;
import java.util.Optional;

/**
 * What a rebuild did.
 *
 * @param journalPosition the last event it is derived from
 * @param behind events the old tables had not been written from yet; not compared
 * @param differences rows of the old tables that were not what follows from the events
 * @param first the first of them in words; empty when there was none
 * @param swapped whether the new tables are in use now
 * @param held how long no batch could be written
 */
public record RebuildReport(
        String projection,
        long journalPosition,
        long behind,
        long differences,
        Optional<String> first,
        boolean swapped,
        Duration held) {}
