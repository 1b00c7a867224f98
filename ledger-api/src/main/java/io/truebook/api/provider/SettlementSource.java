package io.truebook.api.provider;

/**
 * The settlement files of one connection: how they are read and, where it can be asked for them,
 * how.
 */
public interface SettlementSource {

    /** The name of the connection. */
    String connection();

    /** Whether there is a key to ask with. */
    boolean isCallable();

    /** How its files are read. */
    SettlementDialect dialect();

    /** Whether a payout is told of by its file alone, and has to be booked from there. */
    default boolean onlyFilesTellOfPayouts() {
        return false;
    }
}
