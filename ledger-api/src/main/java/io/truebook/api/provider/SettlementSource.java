package io.truebook.api.provider;

import io.truebook.ledger.money.Currency;
import java.nio.file.Path;
import java.time.Instant;

/** Where a connection's settlement files come from, and how they count money. */
public interface SettlementSource {

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

    /** The name of the connection. */
    String connection();

    /** Whether there is a key to ask with. */
    boolean isCallable();

    /** How many decimals an amount in major units has in this provider's files. */
    int decimals(Currency currency);

    /**
     * Downloads what moved on the provider's balance in a period.
     *
     * @param from inclusive
     * @param to exclusive; what has not happened yet is left out
     * @param idempotencyKey the same for every try of the same wish
     * @param file overwritten
     */
    Fetched fetch(Instant from, Instant to, String idempotencyKey, Path file);
}
