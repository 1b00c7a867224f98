package io.truebook.api.http;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import java.util.List;

/**
 * Reads {@code Idempotency-Key}: the transaction id, bare or as a quoted string.
 *
 * <p>1 to 255 visible ASCII characters; the quotes are not part of it. Source: the structured
 * string of RFC 9651, which the header's draft asks for, and the bare form everybody sends.
 */
final class TransactionIdHeader {

    static final String NAME = "Idempotency-Key";
    private static final int MAX_LENGTH = 255;

    private TransactionIdHeader() {}

    static String read(List<String> values) {
        if (values.isEmpty()) {
            throw new CommandRejected(Rejection.TRANSACTION_ID_MISSING, "Send the header " + NAME);
        }
        if (values.size() > 1) {
            throw malformed("The header " + NAME + " is there more than once");
        }
        String id = unquoted(values.getFirst());
        if (id.isEmpty()
                || id.length() > MAX_LENGTH
                || !id.chars().allMatch(c -> c > 32 && c < 127)) {
            throw malformed("It has to be 1 to " + MAX_LENGTH + " visible ASCII characters");
        }
        CardNumbers.refuseIn(id, "the transaction id");
        return id;
    }

    private static String unquoted(String value) {
        if (!value.startsWith("\"") && !value.endsWith("\"")) {
            return value;
        }
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            throw malformed("Its quotes do not match");
        }
        var inner = new StringBuilder();
        for (int i = 1; i < value.length() - 1; i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
                char escaped = i < value.length() - 1 ? value.charAt(i) : ' ';
                if (escaped != '"' && escaped != '\\') {
                    throw malformed("A backslash may only stand before a quote or a backslash");
                }
                inner.append(escaped);
            } else if (c == '"') {
                throw malformed("A quote stands inside the quoted id");
            } else {
                inner.append(c);
            }
        }
        return inner.toString();
    }

    private static CommandRejected malformed(String detail) {
        return new CommandRejected(Rejection.TRANSACTION_ID_MALFORMED, detail);
    }
}
