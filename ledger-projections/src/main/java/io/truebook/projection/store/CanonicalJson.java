package io.truebook.projection.store;

import io.truebook.ledger.money.Money;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The one JSON form of a value: sorted keys, no blanks, nothing that is absent.
 *
 * <p>Money is {@code {"currency":"EUR","minor":1999}}; instants are UTC with at most microseconds,
 * because PostgreSQL keeps no more. The same value always gives the same bytes.
 */
final class CanonicalJson {

    private CanonicalJson() {}

    static JsonMapper mapper() {
        var forms =
                new SimpleModule("truebook")
                        .addSerializer(Money.class, new MoneyWriter())
                        .addDeserializer(Money.class, new MoneyReader())
                        .addSerializer(Instant.class, new InstantWriter());
        return JsonMapper.builder()
                .addModule(forms)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .changeDefaultPropertyInclusion(_ ->
                        com.fasterxml.jackson.annotation.JsonInclude.Value.construct(
                                com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL,
                                com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
                .build();
    }

    private static final class MoneyWriter extends StdSerializer<Money> {
        MoneyWriter() {
            super(Money.class);
        }

        @Override
        public void serialize(Money money, JsonGenerator json, SerializationContext context) {
            json.writeStartObject();
            json.writeStringProperty("currency", money.currency().code());
            json.writeNumberProperty("minor", money.minor());
            json.writeEndObject();
        }
    }

    private static final class MoneyReader extends StdDeserializer<Money> {
        MoneyReader() {
            super(Money.class);
        }

        @Override
        public Money deserialize(JsonParser json, DeserializationContext context) {
            JsonNode node = context.readTree(json);
            return Money.of(
                    node.required("minor").longValue(), node.required("currency").stringValue());
        }
    }

    private static final class InstantWriter extends StdSerializer<Instant> {
        InstantWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant instant, JsonGenerator json, SerializationContext context) {
            json.writeString(instant.truncatedTo(ChronoUnit.MICROS).toString());
        }
    }
}
