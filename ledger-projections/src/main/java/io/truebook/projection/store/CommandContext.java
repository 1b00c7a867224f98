package io.truebook.projection.store;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who sends a command, under which transaction id, and what the request behind it meant.
 *
 * <p>It travels as the command's metadata ({@link #metaData()}) and is read back by {@link #from}.
 * Of it, {@link #eventMetaData()} is stored with every event.
 */
public record CommandContext(
        TransactionKey transaction, String principal, String commandName, RequestFields fields) {

    public static final String TENANT = "tenant";
    public static final String ORIGIN = "origin";
    public static final String TRANSACTION_ID = "transaction_id";
    public static final String PRINCIPAL = "principal";
    public static final String COMMAND_NAME = "command_name";
    public static final String FIELDS_VERSION = "fields_version";

    /** Followed by the name of a field. */
    public static final String FIELD_PREFIX = "field.";

    public String tenant() {
        return transaction.tenant();
    }

    public String origin() {
        return transaction.origin();
    }

    /** The metadata to send a command with. */
    public Map<String, Object> metaData() {
        Map<String, Object> all = new HashMap<>(eventMetaData());
        all.put(COMMAND_NAME, commandName);
        all.put(FIELDS_VERSION, fields.version());
        fields.hashes().forEach((name, hash) -> all.put(FIELD_PREFIX + name, hash));
        return all;
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
        if (!metaData.containsKey(TRANSACTION_ID)) {
            return Optional.empty();
        }
        var key =
                new TransactionKey(
                        text(metaData, TENANT),
                        text(metaData, ORIGIN),
                        text(metaData, TRANSACTION_ID));
        SortedMap<String, String> hashes = new TreeMap<>();
        metaData.forEach((name, value) -> {
            if (name.startsWith(FIELD_PREFIX)) {
                hashes.put(name.substring(FIELD_PREFIX.length()), String.valueOf(value));
            }
        });
        int version = metaData.get(FIELDS_VERSION) instanceof Number number ? number.intValue() : 0;
        return Optional.of(
                new CommandContext(
                        key,
                        text(metaData, PRINCIPAL),
                        text(metaData, COMMAND_NAME),
                        new RequestFields(version, hashes)));
    }

    private static String text(Map<String, ?> metaData, String name) {
        return Objects.requireNonNull(metaData.get(name), name + " is missing").toString();
    }
}
