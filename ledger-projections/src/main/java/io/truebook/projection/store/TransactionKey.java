package io.truebook.projection.store;

/**
 * What makes a transaction id unique: the tenant, where the command came from, and the id.
 *
 * <p>Clients have the origin {@code api}; the ledger's own commands have one each ({@code
 * sys:...}), so that no client can pre-empt their ids.
 */
public record TransactionKey(String tenant, String origin, String id) {

    /** The origin of everything that a client sends. */
    public static final String API = "api";

    public static TransactionKey ofClient(String tenant, String id) {
        return new TransactionKey(tenant, API, id);
    }
}
