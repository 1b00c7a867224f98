package io.truebook.api.restore;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One catching-up with one provider account, and how far it is.
 *
 * @param since what the account has made or changed from here on is read
 * @param journalIndex the last event there was when it began
 * @param cursor within the shelf; null at its beginning
 * @param news what this pass has found
 * @param finishedIndex the last event there was when it ended
 */
public record CatchUp(
        long id,
        String tenant,
        String connection,
        Instant since,
        String cause,
        long journalIndex,
        String detail,
        Stage stage,
        @Nullable String cursor,
        int pass,
        int news,
        long events,
        long objects,
        long lost,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Long finishedIndex) {

    /** What is read, in this order; then what was read has to be worked. */
    public enum Stage {
        EVENTS,
        PAYMENTS,
        REFUNDS,
        INBOX;

        public String column() {
            return name().toLowerCase(Locale.ROOT);
        }

        Stage next() {
            return switch (this) {
                case EVENTS -> PAYMENTS;
                case PAYMENTS -> REFUNDS;
                case REFUNDS, INBOX -> INBOX;
            };
        }
    }

    /** Why a ledger begins to catch up. */
    public enum Cause {
        /** The journal is behind a checkpoint that was signed over it. */
        CHECKPOINT,
        /** It was started with the setting. */
        SETTING,
        /** Somebody gave the command. */
        COMMAND;

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
