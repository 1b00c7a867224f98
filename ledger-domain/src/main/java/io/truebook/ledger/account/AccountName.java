package io.truebook.ledger.account;

/**
 * The name of an account, such as {@code provider:stripe:clearing} or {@code merchant:m-1:payable}.
 *
 * <p>Segments are joined by colons; a merchant or connection is a segment and so holds none.
 */
public record AccountName(String value) implements Comparable<AccountName> {

    private static final int LONGEST_SEGMENT = 64;

    public AccountName {
        ChartOfAccounts.require(value);
    }

    public static AccountName providerClearing(String connection) {
        return new AccountName("provider:" + connection + ":clearing");
    }

    public static AccountName providerFees(String connection) {
        return new AccountName("provider:" + connection + ":fees");
    }

    public static AccountName providerDisputes(String connection) {
        return new AccountName("provider:" + connection + ":disputes");
    }

    public static AccountName providerInTransit(String connection) {
        return new AccountName("provider:" + connection + ":in_transit");
    }

    public static AccountName refundsPending(String connection) {
        return new AccountName("provider:" + connection + ":refunds_pending");
    }

    /** Where amounts of one connection wait until somebody knows what they are. */
    public static AccountName suspense(String connection) {
        return new AccountName("suspense:" + connection);
    }

    public static AccountName platformLosses() {
        return new AccountName("platform:losses");
    }

    public static AccountName platformGains() {
        return new AccountName("platform:gains");
    }

    /** What is owed in one currency and held in another, since it was settled so. */
    public static AccountName fxPosition() {
        return new AccountName("platform:fx_position");
    }

    /** What conversions have gained or lost us. */
    public static AccountName fxResult() {
        return new AccountName("platform:fx_result");
    }

    public static AccountName providerReserve(String connection) {
        return new AccountName("provider:" + connection + ":reserve");
    }

    /** Our own account at our bank. */
    public static AccountName platformBank() {
        return new AccountName("platform:bank");
    }

    /** What is set aside for a merchant until our bank has paid it. */
    public static AccountName merchantPayoutInTransit(String merchant) {
        return new AccountName("merchant:" + merchant + ":payout_in_transit");
    }

    public static AccountName merchantPayable(String merchant) {
        return new AccountName("merchant:" + merchant + ":payable");
    }

    /**
     * Whether a merchant or connection may be called this: {@code [A-Za-z0-9][A-Za-z0-9._-]{0,63}}.
     *
     * <p>Read by character, as every posting of every command asks it.
     */
    public static boolean isSegment(String text) {
        if (text.isEmpty() || text.length() > LONGEST_SEGMENT || !isAlphanumeric(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    public ChartOfAccounts.Line line() {
        return ChartOfAccounts.require(value);
    }

    @Override
    public int compareTo(AccountName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
