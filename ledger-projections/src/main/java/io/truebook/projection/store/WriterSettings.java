package io.truebook.projection.store;

import java.time.Duration;

/**
 * The bounds of the write path.
 *
 * @param writer the name of this process, unlike any other's: what its commits are found by
 * @param queueCapacity commands that may wait; more are refused at once
 * @param maxAppends commands in one batch
 * @param maxRows rows in one batch, roughly, so that a few huge commands cannot stall all others
 * @param statementTimeout of each statement, of waiting for a lock, and of an idle transaction
 * @param recoveryPatience how long callers wait to learn whether a broken commit took place
 */
public record WriterSettings(
        String writer,
        int queueCapacity,
        int maxAppends,
        int maxRows,
        Duration statementTimeout,
        Duration recoveryPatience) {

    public WriterSettings {
        if (writer.isBlank() || queueCapacity < 1 || maxAppends < 1 || maxRows < 1) {
            throw new IllegalArgumentException("A writer needs a name and room for one command");
        }
    }

    public static WriterSettings of(String writer) {
        return new WriterSettings(
                writer, 4_096, 512, 4_000, Duration.ofSeconds(5), Duration.ofSeconds(5));
    }
}
