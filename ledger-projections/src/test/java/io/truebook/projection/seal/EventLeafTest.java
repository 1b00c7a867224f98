package io.truebook.projection.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The hashed form is fixed to the byte: checkpoints that others keep depend on it for ever. */
class EventLeafTest {

    @Test
    void is_written_to_the_byte_as_the_documentation_says() {
        var leaf = leaf(7, "payment", "ch_1", "{}");

        assertThat(HexFormat.of().formatHex(leaf.encode()))
                .isEqualTo(
                        "00000011"
                                + hex("truebook-event-v1")
                                + "000000080000000000000007"
                                + ("00000007" + hex("default"))
                                + ("00000007" + hex("payment"))
                                + ("00000004" + hex("ch_1"))
                                + "000000080000000000000003"
                                + ("00000002" + hex("e1"))
                                + ("0000000f" + hex("charge-captured"))
                                + "000000080000000000000001"
                                + "0000000800000000000f4240"
                                + ("00000002" + hex("{}"))
                                + ("00000002" + hex("{}")));
    }

    @Test
    void differs_for_any_other_row() {
        var rows =
                List.of(
                        leaf(7, "payment", "ch_1", "{}"),
                        leaf(8, "payment", "ch_1", "{}"),
                        leaf(7, null, "ch_1", "{}"),
                        leaf(7, "", "ch_1", "{}"),
                        leaf(7, "paymentc", "h_1", "{}"),
                        leaf(7, "payment", "ch_1", "{ }"));

        var forms = new HashSet<String>();
        rows.forEach(row -> forms.add(HexFormat.of().formatHex(row.encode())));

        assertThat(forms).hasSameSizeAs(rows);
    }

    @Test
    void is_read_back_as_it_was() {
        var leaf = EventLeaf.decode(leaf(7, null, "ch_1", "{\"a\":\"ü\"}").encode());

        assertThat(leaf.index()).isEqualTo(7);
        assertThat(leaf.aggregateType()).isNull();
        assertThat(leaf.type()).isEqualTo("charge-captured");
        assertThat(new String(leaf.payload(), UTF_8)).isEqualTo("{\"a\":\"ü\"}");
    }

    @Test
    void is_not_read_from_bytes_that_are_cut_or_longer() {
        byte[] bytes = leaf(7, "payment", "ch_1", "{}").encode();

        for (int length = 0; length <= bytes.length + 1; length++) {
            if (length != bytes.length) {
                byte[] other = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> EventLeaf.decode(other))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    private static EventLeaf leaf(
            long index, @Nullable String type, String aggregate, String payload) {
        return new EventLeaf(
                index,
                "default",
                type,
                aggregate,
                3,
                "e1",
                "charge-captured",
                1,
                1_000_000,
                payload.getBytes(UTF_8),
                "{}".getBytes(UTF_8));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(UTF_8));
    }
}
