package io.truebook.api.provider;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one settlement file by name: they may come in any order and with any others
 * between them.
 */
public final class SettlementColumns {

    private final Map<String, Integer> places = new HashMap<>();
    private final int count;

    /**
     * The columns as a file's first line names them.
     *
     * @throws SettlementFileInvalid when one of the required is missing, or any is there twice
     */
    public SettlementColumns(CSVRecord header, List<String> required) {
        count = header.size();
        for (int i = 0; i < count; i++) {
            var name = header.get(i).strip();
            if (!name.isEmpty() && places.put(name, i) != null) {
                throw new SettlementFileInvalid(1, shown(name), "is there twice");
            }
        }
        for (var name : required) {
            if (!places.containsKey(name)) {
                throw new SettlementFileInvalid(1, name, "is missing");
            }
        }
    }

    /** How many cells every line has. */
    public int count() {
        return count;
    }

    public boolean has(String name) {
        return places.containsKey(name);
    }

    /** Whether a column is the first of all. */
    public boolean isFirst(String name) {
        return Integer.valueOf(0).equals(places.get(name));
    }

    @Nullable Integer place(String name) {
        return places.get(name);
    }

    private static String shown(String name) {
        return name.matches("[A-Za-z0-9_()\\[\\] ]{1,80}") ? name : "(unprintable or long name)";
    }
}
