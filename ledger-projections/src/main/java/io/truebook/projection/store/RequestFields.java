package io.truebook.projection.store;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a request meant: one keyed hash per canonical field, never a value.
 *
 * <p>Two requests are the same exactly when all their fields are. Hashes of different versions of
 * the canonical form cannot be compared field by field; they are then taken as the same request,
 * because refusing a genuine retry would be worse.
 *
 * @param version of the canonical form the hashes were made with
 * @param hashes by canonical field name, printable and without blanks
 */
public record RequestFields(int version, SortedMap<String, String> hashes) {

    /** The fields of a command that no request stands behind. */
    public static final RequestFields NONE = new RequestFields(0, new TreeMap<>());

    public RequestFields {
        hashes = Collections.unmodifiableSortedMap(new TreeMap<>(hashes));
    }

    public static RequestFields of(int version, Map<String, String> hashes) {
        return new RequestFields(version, new TreeMap<>(hashes));
    }

    /** The name of the first field, in order of names, in which the other request differs. */
    public Optional<String> firstDifference(RequestFields other) {
        if (version != other.version) {
            return Optional.empty();
        }
        var names = new TreeMap<String, String>(hashes);
        names.putAll(other.hashes);
        return names.keySet().stream()
                .filter(name -> !same(hashes.get(name), other.hashes.get(name)))
                .findFirst();
    }

    private static boolean same(@Nullable String one, @Nullable String other) {
        return one != null && one.equals(other);
    }

    /** One line {@code name=hash} per field: the stored form. */
    String lines() {
        var text = new StringBuilder(hashes.size() * 40);
        hashes.forEach((name, hash) -> text.append(name).append('=').append(hash).append('\n'));
        return text.toString();
    }

    static RequestFields parse(int version, String lines) {
        var hashes = new TreeMap<String, String>();
        lines.lines()
                .forEach(line -> {
                    int at = line.lastIndexOf('=');
                    hashes.put(line.substring(0, at), line.substring(at + 1));
                });
        return new RequestFields(version, hashes);
    }
}
