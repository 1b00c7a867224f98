package io.truebook.api.http;

import io.truebook.projection.store.RequestFields;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Turns what a request means into one keyed hash per field, so that a repeat can be told from
 * another request without keeping what was in it.
 *
 * <p>The key is the installation's, the same on every node and for ever.
 */
public final class RequestHashes {

    /** Raise it when the canonical form changes: old and new hashes are then never compared. */
    static final int VERSION = 1;

    /** Sorts before every field of a body, so that another address is named first. */
    private static final char PSEUDO = ':';

    private static final int BYTES_KEPT = 16;

    private final Mac keyed;

    public RequestHashes(DataSource dataSource) {
        this(keyOf(JdbcClient.create(dataSource)));
    }

    RequestHashes(byte[] key) {
        this.keyed = keyed(new SecretKeySpec(key, "HmacSHA256"));
    }

    private static byte[] keyOf(JdbcClient jdbc) {
        var fresh = new byte[32];
        new SecureRandom().nextBytes(fresh);
        jdbc.sql(
                        """
                        insert into truebook.request_hash_key (version, hash_key) values (?, ?)
                        on conflict do nothing
                        """)
                .params(VERSION, fresh)
                .update();
        return jdbc.sql("select hash_key from truebook.request_hash_key where version = ?")
                .param(VERSION)
                .query(byte[].class)
                .single();
    }

    /**
     * The fields of a request.
     *
     * @param query canonical, empty when there is none
     * @param body canonical text per field, defaults applied; absent fields are left out
     */
    public RequestFields of(String method, String path, String query, Map<String, String> body) {
        Map<String, String> canonical = new TreeMap<>(body);
        canonical.put(PSEUDO + "method", method);
        canonical.put(PSEUDO + "path", path);
        canonical.put(PSEUDO + "query", query);
        var mac = copy();
        canonical.replaceAll((name, value) -> hash(mac, name, value));
        return RequestFields.of(VERSION, canonical);
    }

    /** What to call a field towards a client. */
    static String shown(String field) {
        return field.charAt(0) == PSEUDO ? field.substring(1) : field;
    }

    private static String hash(Mac mac, String name, String value) {
        mac.update(name.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        var hash = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOf(hash, BYTES_KEPT));
    }

    /** One for each request: finding and keying it anew would cost more than the hashing. */
    private Mac copy() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's own can be copied", e);
        }
    }

    private static Mac keyed(SecretKeySpec key) {
        try {
            var mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA-256", e);
        }
    }
}
