package io.truebook.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Where a streaming processor stands is read by the next release, and by the one before after a
 * roll-back: its stored form is as public as an event's.
 */
class StoredFormatsTest {

    private static final TrackingToken AT_12 = new GlobalSequenceTrackingToken(12);

    private final Jackson3Serializer serializer = asWired();

    private static Jackson3Serializer asWired() {
        return Jackson3Serializer.builder()
                .jsonMapperBuilderCustomizer(new AxonWiring().axonTypesInTokens())
                .build();
    }

    @Nested
    class Position {

        @Test
        void is_stored_as_in_the_golden_file() throws IOException {
            var stored = serializer.serialize(AT_12, byte[].class);

            assertThat(stored.getType().getName())
                    .isEqualTo("org.axonframework.eventhandling.GlobalSequenceTrackingToken");
            assertThat(new String(stored.getData(), UTF_8)).isEqualTo(golden("position.json"));
        }

        @Test
        void is_read_from_the_golden_file() throws IOException {
            assertThat(read(GlobalSequenceTrackingToken.class, "position.json")).isEqualTo(AT_12);
        }
    }

    @Nested
    class PositionInAReplay {

        private final TrackingToken replay =
                ReplayToken.createReplayToken(AT_12, new GlobalSequenceTrackingToken(3));

        @Test
        void is_stored_as_in_the_golden_file() throws IOException {
            var stored = serializer.serialize(replay, byte[].class);

            assertThat(new String(stored.getData(), UTF_8)).isEqualTo(golden("replay.json"));
        }

        @Test
        void is_read_from_the_golden_file() throws IOException {
            assertThat(read(ReplayToken.class, "replay.json")).isEqualTo(replay);
        }
    }

    private TrackingToken read(Class<?> type, String file) throws IOException {
        return serializer.deserialize(
                new SimpleSerializedObject<>(
                        golden(file).getBytes(UTF_8), byte[].class, type.getName(), null));
    }

    private static String golden(String file) throws IOException {
        try (InputStream bytes = StoredFormatsTest.class.getResourceAsStream("/formats/" + file)) {
            assertThat(bytes).as(file).isNotNull();
            return new String(bytes.readAllBytes(), UTF_8).strip();
        }
    }
}
