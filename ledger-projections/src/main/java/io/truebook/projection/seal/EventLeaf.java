package io.truebook.projection.seal;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One stored event as it is hashed: every column of its row, and nothing that may be erased later.
 *
 * <p>Each field is its length (4 bytes, big-endian) and its bytes, so no two rows have the same
 * form: first the name of this form, then the columns in the order below. Text is UTF-8, numbers
 * are 8 bytes big-endian, a missing value has the length 0xFFFFFFFF.
 *
 * @param index place in the journal, from 1; the leaf's place in the tree is one less
 * @param aggregateType null for an event that no aggregate published
 * @param recordedAtMicros microseconds since 1970, UTC
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes exactly as stored; leaves are never compared.
public record EventLeaf(
        long index,
        String tenant,
        @Nullable String aggregateType,
        String aggregateId,
        long sequence,
        String eventId,
        String type,
        long revision,
        long recordedAtMicros,
        byte[] payload,
        byte[] metaData) {

    /** Names the form; another one would get another name. */
    public static final String FORM = "truebook-event-v1";

    private static final int FIXED = 128;
    private static final int MISSING = -1;

    /** The bytes that are hashed. */
    public byte[] encode() {
        var bytes = new ByteArrayOutputStream(payload.length + metaData.length + 3 * FIXED);
        try (var out = new DataOutputStream(bytes)) {
            write(out, FORM);
            write(out, index);
            write(out, tenant);
            write(out, aggregateType);
            write(out, aggregateId);
            write(out, sequence);
            write(out, eventId);
            write(out, type);
            write(out, revision);
            write(out, recordedAtMicros);
            write(out, payload);
            write(out, metaData);
        } catch (IOException memoryDoesNotFail) {
            throw new UncheckedIOException(memoryDoesNotFail);
        }
        return bytes.toByteArray();
    }

    /** Reads the bytes back; throws {@link IllegalArgumentException} for any others. */
    public static EventLeaf decode(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        try {
            if (!FORM.equals(text(in))) {
                throw new IllegalArgumentException("Not an event in the form " + FORM);
            }
            var leaf =
                    new EventLeaf(
                            number(in),
                            required(in),
                            text(in),
                            required(in),
                            number(in),
                            required(in),
                            required(in),
                            number(in),
                            number(in),
                            Objects.requireNonNull(field(in)),
                            Objects.requireNonNull(field(in)));
            if (in.hasRemaining() || !Arrays.equals(leaf.encode(), bytes)) {
                throw new IllegalArgumentException("There is more than one event");
            }
            return leaf;
        } catch (BufferUnderflowException | NullPointerException cut) {
            throw new IllegalArgumentException("The event is not whole", cut);
        }
    }

    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(MISSING);
        } else {
            write(out, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void write(DataOutputStream out, long number) throws IOException {
        out.writeInt(Long.BYTES);
        out.writeLong(number);
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte @Nullable [] field(ByteBuffer in) {
        int length = in.getInt();
        if (length == MISSING) {
            return null;
        }
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static @Nullable String text(ByteBuffer in) {
        byte[] bytes = field(in);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static String required(ByteBuffer in) {
        return Objects.requireNonNull(text(in));
    }

    private static long number(ByteBuffer in) {
        if (in.getInt() != Long.BYTES) {
            throw new IllegalArgumentException("A number of the event has another length");
        }
        return in.getLong();
    }
}
