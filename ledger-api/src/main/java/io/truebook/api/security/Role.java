package io.truebook.api.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a key may do. Each role may do all that the ones before it may. */
public enum Role {
    /** Looks at everything of its tenant. */
    READER,
    /** Moves money. */
    WRITER,
    /** Runs the installation: keys, dead letters. */
    OPERATOR;

    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** The name people and the database use. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> find(String code) {
        return Arrays.stream(values()).filter(role -> role.code().equals(code)).findFirst();
    }
}
