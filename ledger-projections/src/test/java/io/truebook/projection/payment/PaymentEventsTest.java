package io.truebook.projection.payment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.projection.store.EventJson;
import io.truebook.projection.store.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an event looks like in the journal is for ever: one golden file per type and revision.
 *
 * <p>A difference is not a test to be updated but a decision: a new revision and an upcaster.
 */
class PaymentEventsTest {

    private final EventJson json = new EventJson(PaymentEvents.TYPES);

    static List<EventType> types() {
        return PaymentEvents.TYPES.all();
    }

    @Test
    void every_event_of_a_payment_has_a_name() {
        List<Class<?>> named = new ArrayList<>();
        types().forEach(type -> named.add(type.event()));

        assertThat(named).containsExactlyInAnyOrderElementsOf(records(PaymentEvent.class).toList());
    }

    @ParameterizedTest
    @MethodSource("types")
    void its_bytes_are_those_of_the_golden_file(EventType type) throws IOException {
        var stored = json.serialize(sample(type), byte[].class);

        assertThat(stored.getType().getName()).isEqualTo(type.name());
        assertThat(new String(stored.getData(), UTF_8)).isEqualTo(golden(type));
    }

    @ParameterizedTest
    @MethodSource("types")
    void the_golden_file_is_read_and_written_again_without_a_change(EventType type)
            throws IOException {
        PaymentEvent read = json.deserialize(stored(type, golden(type).getBytes(UTF_8)));

        assertThat(read).isInstanceOf(type.event());
        assertThat(new String(json.serialize(read, byte[].class).getData(), UTF_8))
                .isEqualTo(golden(type));
    }

    @ParameterizedTest
    @MethodSource("types")
    void nothing_personal_is_in_its_bytes(EventType type) {
        var bytes = new String(json.serialize(sample(type), byte[].class).getData(), UTF_8);

        assertThat(bytes).doesNotContain("personal", "bicycle", "colour");
    }

    private static PaymentEvent sample(EventType type) {
        return EventSamples.all().stream()
                .filter(type.event()::isInstance)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No sample of " + type.name()));
    }

    private static SerializedObject<byte[]> stored(EventType type, byte[] bytes) {
        return new SimpleSerializedObject<>(
                bytes, byte[].class, type.name(), Integer.toString(type.revision()));
    }

    private static String golden(EventType type) throws IOException {
        var file = "/golden/" + type.name() + "." + type.revision() + ".json";
        try (InputStream bytes = PaymentEventsTest.class.getResourceAsStream(file)) {
            assertThat(bytes).as("golden file " + file).isNotNull();
            return new String(bytes.readAllBytes(), UTF_8).strip();
        }
    }

    private static Stream<Class<?>> records(Class<?> family) {
        return Stream.of(family.getPermittedSubclasses())
                .flatMap(one -> one.isRecord() ? Stream.of(one) : records(one));
    }
}
