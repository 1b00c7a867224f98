package io.truebook.api.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The idempotency key a provider knows an operation by: always the same, and never chosen anew.
 *
 * <p>{@code tb_} and 32 hex digits of the hash of tenant and operation id: short enough for every
 * provider, and it tells nothing.
 */
public final class ProviderKey {

    private ProviderKey() {}

    public static String of(String tenant, String operationId) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(tenant.getBytes(UTF_8));
            digest.update((byte) 0);
            digest.update(operationId.getBytes(UTF_8));
            return "tb_" + HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
