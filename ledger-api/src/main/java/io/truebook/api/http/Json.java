package io.truebook.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * How answers are written: snake_case, fields in the order of the record, absent values as null.
 *
 * <p>Answers are stored as bytes and repeated for ever, so a change here shows in new ones only.
 */
final class Json {

    private static final JsonMapper MAPPER = configure(JsonMapper.builder()).build();

    private Json() {}

    static JsonMapper.Builder configure(JsonMapper.Builder builder) {
        return builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .changeDefaultPropertyInclusion(
                        was -> was.withValueInclusion(JsonInclude.Include.ALWAYS));
    }

    /**
     * A time as precise as events keep it, so that an answer rendered before its event was stored
     * shows what is read afterwards.
     */
    static Instant time(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS);
    }

    static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }
}
