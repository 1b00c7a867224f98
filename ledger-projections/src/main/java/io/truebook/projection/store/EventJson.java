package io.truebook.projection.store;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.ChainingConverter;
import org.axonframework.serialization.Converter;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bytes events are stored as: canonical JSON under a name from the table of event types.
 *
 * <p>A top-level field {@code personal} is not part of them. It is stored beside the event ({@link
 * #personal}) and put back when the event is read ({@link #withPersonal}), so that it can be erased
 * without changing what was stored or proved.
 *
 * <p>Every reader of events comes through here, dead letters and checks included: so this is where
 * an event of an earlier revision becomes the present one, and one of a newer version is refused
 * ({@link NewerEvent}). Proved by {@code UpcasterDbTest} and the golden files.
 */
public final class EventJson implements Serializer {

    private static final String PERSONAL = "personal";
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    private final EventTypes types;
    private final JsonMapper json = CanonicalJson.mapper();
    private final Converter converter = new ChainingConverter();

    public EventJson(EventTypes types) {
        this.types = types;
    }

    public EventTypes types() {
        return types;
    }

    @Override
    public <T> SerializedObject<T> serialize(@Nullable Object value, Class<T> representation) {
        byte[] bytes = value instanceof MetaData ? write(value) : write(withoutPersonal(value));
        var type = typeForClass(value == null ? null : value.getClass());
        var object = new SimpleSerializedObject<>(bytes, byte[].class, type);
        return converter.convert(object, representation);
    }

    private @Nullable Object withoutPersonal(@Nullable Object value) {
        if (value == null || types.of(value.getClass()).isEmpty()) {
            return value;
        }
        ObjectNode fields = json.valueToTree(value);
        return fields.remove(PERSONAL) == null ? value : fields;
    }

    /** What of an event is to be stored beside it, if anything. */
    Optional<byte[]> personal(Object event) {
        if (types.of(event.getClass()).isEmpty()) {
            return Optional.empty();
        }
        ObjectNode fields = json.valueToTree(event);
        return Optional.ofNullable(fields.get(PERSONAL)).map(this::write);
    }

    /** An event's payload with the part that was stored beside it, ready to be read. */
    public static byte[] withPersonal(byte[] payload, byte @Nullable [] personal) {
        if (personal == null) {
            return payload;
        }
        var start = ("{\"" + PERSONAL + "\":").getBytes(StandardCharsets.UTF_8);
        boolean alone = payload.length == 2;
        var all = new java.io.ByteArrayOutputStream(payload.length + personal.length + 16);
        all.writeBytes(start);
        all.writeBytes(personal);
        if (!alone) {
            all.write(',');
        }
        all.write(payload, 1, payload.length - 1);
        return all.toByteArray();
    }

    private byte[] write(@Nullable Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JacksonException unwritable) {
            throw new SerializationException("Cannot be written as JSON", unwritable);
        }
    }

    @Override
    public <T> boolean canSerializeTo(Class<T> representation) {
        return converter.canConvert(byte[].class, representation);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // As Axon declares it.
    public <S, T> T deserialize(SerializedObject<S> stored) {
        Object bytes = stored.getData();
        byte[] data =
                bytes instanceof byte[] plain ? plain : converter.convert(bytes, byte[].class);
        Class<?> target = classForType(stored.getType());
        try {
            if (target == MetaData.class) {
                return (T) MetaData.from(json.readValue(data, FIELDS));
            }
            return target == Void.class
                    ? (T) json.readValue(data, target)
                    : (T) event(stored.getType(), data);
        } catch (JacksonException unreadable) {
            throw new SerializationException(
                    "Event " + stored.getType().getName() + " cannot be read", unreadable);
        }
    }

    /** Through every revision since it was stored. */
    private Object event(SerializedType type, byte[] data) {
        var way = types.way(type.getName(), JournalReader.revision(type.getRevision()));
        if (way.steps().isEmpty()) {
            return json.readValue(data, way.present().event());
        }
        var fields = (ObjectNode) json.readTree(data);
        way.steps().forEach(step -> step.change().accept(new StoredFields(fields)));
        return json.treeToValue(fields, way.present().event());
    }

    /**
     * @throws NewerEvent when this version cannot read what is stored under this type
     */
    void requireReadable(SerializedType type) {
        var _ = types.way(type.getName(), JournalReader.revision(type.getRevision()));
    }

    /**
     * {@inheritDoc}
     *
     * <p>An event of unknown type counts as one of the family, so that it reaches the handlers and
     * fails there: one of unknown class would be passed over in silence.
     */
    @Override
    @SuppressWarnings("rawtypes")
    public Class classForType(SerializedType type) {
        if (SimpleSerializedType.emptyType().equals(type)) {
            return Void.class;
        }
        if (type.getName().equals(MetaData.class.getName())) {
            return MetaData.class;
        }
        int revision = JournalReader.revision(type.getRevision());
        return types.present(type.getName(), revision)
                .<Class>map(EventType::event)
                .orElse(types.family());
    }

    @Override
    public SerializedType typeForClass(@Nullable @SuppressWarnings("rawtypes") Class type) {
        if (type == null || type == Void.class) {
            return SimpleSerializedType.emptyType();
        }
        if (type == MetaData.class) {
            return new SimpleSerializedType(MetaData.class.getName(), null);
        }
        var named =
                types.of(type)
                        .orElseThrow(() ->
                                new SerializationException(
                                        type.getName() + " is in no table of events"));
        return new SimpleSerializedType(named.name(), Integer.toString(named.revision()));
    }

    @Override
    public Converter getConverter() {
        return converter;
    }
}
