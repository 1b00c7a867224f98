package io.truebook.projection.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who sends a command, under which transaction id, and what the request behind it meant.
 *
 * <p>It travels in the command's metadata ({@link #metaData()}) and is found there by {@link
 * #from}; commands never leave the process. Of it, {@link #eventMetaData()} is stored with every
 * event.
 */
public record CommandContext(
        TransactionKey transaction, String principal, String commandName, RequestFields fields) {

    public static final String TENANT = "tenant";
    public static final String ORIGIN = "origin";
    public static final String TRANSACTION_ID = "transaction_id";
    public static final String PRINCIPAL = "principal";

    private static final String KEY = "command_context";

    public String tenant() {
        return transaction.tenant();
    }

    public String origin() {
        return transaction.origin();
    }

    /** The metadata to send a command with. */
    public Map<String, Object> metaData() {
        return Map.of(KEY, this);
    }

    /** The actor and the transaction: what is kept with each event for ever. */
    public Map<String, String> eventMetaData() {
        Map<String, String> kept = new LinkedHashMap<>();
        kept.put(ORIGIN, transaction.origin());
        kept.put(PRINCIPAL, principal);
        kept.put(TENANT, transaction.tenant());
        kept.put(TRANSACTION_ID, transaction.id());
        return kept;
    }

    /** The context in a command's metadata; empty when it names no transaction. */
    public static Optional<CommandContext> from(Map<String, ?> metaData) {
        return Optional.ofNullable((CommandContext) metaData.get(KEY));
    }
}
