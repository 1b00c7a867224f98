package io.truebook.api.reconciliation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.truebook.api.reconciliation.ReportDocument.RepairLine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** How reports are written: snake_case, fields in the order of the record, absent ones as null. */
final class ReportJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    // A figure that a report was kept without is nothing.
                    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .changeDefaultPropertyInclusion(
                            was -> was.withValueInclusion(JsonInclude.Include.ALWAYS))
                    .build();

    private ReportJson() {}

    static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    static ReportDocument head(byte[] head) {
        return MAPPER.readValue(head, ReportDocument.class);
    }

    /** The head as it is kept, and after its last field the repairs and the lines. */
    static void write(
            byte[] head,
            List<RepairLine> repairs,
            ReportLines lines,
            BooleanSupplier pruned,
            OutputStream out)
            throws IOException {
        out.write(head, 0, head.length - 1); // Its closing brace comes last.
        out.write(",\"repairs\":".getBytes(StandardCharsets.UTF_8));
        out.write(bytes(repairs));
        out.write(",\"items\":[".getBytes(StandardCharsets.UTF_8));
        var comma = new AtomicBoolean();
        lines.forEach(line -> {
            try {
                if (comma.getAndSet(true)) {
                    out.write(',');
                }
                out.write(bytes(line));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        var matched = pruned.getAsBoolean() ? "pruned" : "kept";
        out.write(("],\"matched_lines\":\"" + matched + "\"}").getBytes(StandardCharsets.UTF_8));
    }
}
