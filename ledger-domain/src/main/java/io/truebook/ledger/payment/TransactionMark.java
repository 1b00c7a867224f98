package io.truebook.ledger.payment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a provider is given for a transaction id, to keep with what it makes: 32 hex digits of a
 * hash, which say nothing and can be made again from the id alone.
 *
 * <p>A ledger that was set back to an older backup has forgotten the ids of the time since; the
 * provider's objects tell it by their marks which ids must never be taken again. It needs no key on
 * purpose: what the ledger needs after it lost its memory must not be in that memory.
 */
public final class TransactionMark {

    private static final String PURPOSE = "truebook-transaction";
    private static final int BYTES = 16;

    private TransactionMark() {}

    public static String of(String tenant, String origin, String transactionId) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : new String[] {PURPOSE, tenant, origin, transactionId}) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                // A separator no part can hold, so that "ab"+"c" is not "a"+"bc".
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
