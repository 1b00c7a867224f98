package io.truebook.ledger.account;

import java.util.regex.Pattern;

/**
 * The name of an account, such as {@code provider:stripe:clearing} or {@code merchant:m-1:payable}.
 *
 * <p>Segments are joined by colons; a merchant or connection is a segment and so holds none.
 */
public record AccountName(String value) implements Comparable<AccountName> {

    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public AccountName {
        ChartOfAccounts.require(value);
    }

    public static AccountName providerClearing(String connection) {
        return new AccountName("provider:" + connection + ":clearing");
    }

    public static AccountName providerFees(String connection) {
        return new AccountName("provider:" + connection + ":fees");
    }

    public static AccountName refundsPending(String connection) {
        return new AccountName("provider:" + connection + ":refunds_pending");
    }

    public static AccountName merchantPayable(String merchant) {
        return new AccountName("merchant:" + merchant + ":payable");
    }

    /** Whether a merchant or connection may be called this. */
    public static boolean isSegment(String text) {
        return SEGMENT.matcher(text).matches();
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
