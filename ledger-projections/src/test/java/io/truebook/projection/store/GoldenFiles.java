package io.truebook.projection.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;

/**
 * The committed bytes of every revision of every event that was ever stored: {@code
 * <event>/<revision>.json}, and beside an earlier one what it is read as today, {@code
 * <revision>.present.json}.
 */
public final class GoldenFiles {

    /** What a stored event is called. */
    public record Stored(String type, int revision) {

        @Override
        public String toString() {
            return type + "/" + revision;
        }

        public SerializedObject<byte[]> of(byte[] bytes) {
            return new SimpleSerializedObject<>(
                    bytes, byte[].class, type, Integer.toString(revision));
        }
    }

    private final Path folder;
    private final EventTypes types;

    private GoldenFiles(Path folder, EventTypes types) {
        this.folder = folder;
        this.types = types;
    }

    public static GoldenFiles in(String resource, EventTypes types) {
        try {
            return new GoldenFiles(
                    Path.of(GoldenFiles.class.getResource("/" + resource).toURI()), types);
        } catch (URISyntaxException odd) {
            throw new IllegalStateException(odd);
        }
    }

    /** All that the table says was ever stored. */
    public List<Stored> inTheTable() {
        List<Stored> all = new ArrayList<>(earlier());
        types.all().forEach(type -> all.add(new Stored(type.name(), type.revision())));
        return all;
    }

    public List<Stored> earlier() {
        return types.upcasters().stream()
                .map(step -> new Stored(step.type(), step.revision()))
                .toList();
    }

    /** All that is committed, by the names of the files. */
    public List<Stored> committed() {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d+\\.json"))
                    .map(file ->
                            new Stored(
                                    file.getParent().getFileName().toString(),
                                    Integer.parseInt(
                                            file.getFileName().toString().replace(".json", ""))))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public String bytes(Stored stored) {
        return read(stored + ".json");
    }

    /** What an event of an earlier revision has to be read as, in its present form. */
    public String present(Stored earlier) {
        return read(earlier + ".present.json");
    }

    /** What this version makes of the golden file, in its present form. */
    public String readAndWritten(Stored stored, EventJson json) {
        Object event = json.deserialize(stored.of(bytes(stored).getBytes(UTF_8)));
        return new String(json.serialize(event, byte[].class).getData(), UTF_8);
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file)).strip();
        } catch (IOException missing) {
            throw new AssertionError("Commit the golden file " + file, missing);
        }
    }
}
