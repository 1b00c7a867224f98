package io.truebook.projection.store;

/** One balance: an account of a tenant, in one currency. */
record BalanceKey(String tenant, String account, String currency)
        implements Comparable<BalanceKey> {

    @Override
    public int compareTo(BalanceKey other) {
        int order = account.compareTo(other.account);
        if (order == 0) {
            order = currency.compareTo(other.currency);
        }
        return order == 0 ? tenant.compareTo(other.tenant) : order;
    }
}
