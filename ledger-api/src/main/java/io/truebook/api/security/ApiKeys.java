package io.truebook.api.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The API keys of the installation. A key is shown once, when it is made; only its hash is kept.
 *
 * <p>A key is named by the first eight characters of its hash, which tell nothing about it.
 */
public final class ApiKeys {

    /** A key without its secret. */
    public record Listed(
            String id,
            String tenant,
            String principal,
            Role role,
            OffsetDateTime createdAt,
            @Nullable OffsetDateTime revokedAt) {}

    private static final String PREFIX = "tbk_";
    private static final Pattern KEY = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
    private static final int ID_LENGTH = 8;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public ApiKeys(DataSource dataSource, Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.clock = clock;
    }

    /** A new key that nobody may use yet. */
    public String draw() {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static boolean isWellFormed(String key) {
        return KEY.matcher(key).matches();
    }

    /** Whether a tenant or principal may be called this. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Lets a key in. */
    public void admit(String key, Caller caller) {
        jdbc.sql(
                        """
                        insert into truebook.api_key (key_hash, tenant, principal, role, created_at)
                        values (?, ?, ?, ?, ?)
                        """)
                .params(hash(key), caller.tenant(), caller.principal(), caller.role().code(), now())
                .update();
    }

    /** Makes a key and lets it in; what is returned is shown once and kept nowhere. */
    public String create(Caller caller) {
        String key = draw();
        admit(key, caller);
        return key;
    }

    public Optional<Caller> find(String key) {
        if (!isWellFormed(key)) {
            return Optional.empty();
        }
        return jdbc.sql(
                        """
                        select tenant, principal, role from truebook.api_key
                        where key_hash = ? and revoked_at is null
                        """)
                .params(hash(key))
                .query((row, _) ->
                        new Caller(
                                row.getString("tenant"),
                                row.getString("principal"),
                                role(row.getString("role"))))
                .optional();
    }

    /** Whether anybody may run this installation: so from the first start on. */
    public boolean hasOperator() {
        return jdbc.sql("select exists (select from truebook.api_key where role = 'operator')")
                .query(Boolean.class)
                .single();
    }

    public List<Listed> list() {
        return jdbc.sql(
                        """
                        select key_hash, tenant, principal, role, created_at, revoked_at
                        from truebook.api_key order by created_at, key_hash
                        """)
                .query((row, _) ->
                        new Listed(
                                id(row.getBytes("key_hash")),
                                row.getString("tenant"),
                                row.getString("principal"),
                                role(row.getString("role")),
                                row.getObject("created_at", OffsetDateTime.class),
                                row.getObject("revoked_at", OffsetDateTime.class)))
                .list();
    }

    /** Shuts a key out, named by its id. False when there is no such key that was still valid. */
    public boolean revoke(String id) {
        if (id.length() < ID_LENGTH || !id.matches("[0-9a-f]+")) {
            return false;
        }
        return jdbc.sql(
                                """
                                update truebook.api_key set revoked_at = ?
                                where encode(key_hash, 'hex') like ? and revoked_at is null
                                """)
                        .params(now(), id + "%")
                        .update()
                > 0;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Role role(String code) {
        return Role.find(code).orElseThrow();
    }

    private static String id(byte[] hash) {
        return HexFormat.of().formatHex(hash).substring(0, ID_LENGTH);
    }

    /** What a key is called where the key itself must not be kept. */
    static String nameOf(String key) {
        return HexFormat.of().formatHex(hash(key));
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(key.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
