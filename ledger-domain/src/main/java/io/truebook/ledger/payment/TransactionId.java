package io.truebook.ledger.payment;

/**
 * The id a command is known by for ever.
 *
 * @param origin {@code api} for clients; internal commands have origins of their own, so that no
 *     client can take their ids first
 * @param value as the origin gave it
 */
public record TransactionId(String origin, String value) {

    public static TransactionId ofClient(String value) {
        return new TransactionId("api", value);
    }
}
