package io.truebook.projection.seal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The signed checkpoints outside the database: one file for each day, only ever added to.
 *
 * <p>Each note is followed by an empty line and is on the disk when {@link #add} returns; one that
 * a power cut tore is taken back by the next. Put the folder, or copies of it, where whoever can
 * write the database cannot.
 */
public final class CheckpointFolder {

    private static final String END = ".checkpoints";
    private static final int BUFFER = 4096;

    private final Path folder;

    public CheckpointFolder(Path folder) {
        this.folder = folder;
    }

    public Path path() {
        return folder;
    }

    /** Adds a note to the file of this day (UTC). */
    public void add(SignedNote note, Instant now) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(now.toString().substring(0, 10) + END);
        boolean isNew = !Files.exists(file);
        try (var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            channel.truncate(whole(channel));
            channel.position(channel.size());
            var bytes = ByteBuffer.wrap((note + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        if (isNew) {
            try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true); // The file's name is durable only with its folder.
            } catch (IOException notOnThisPlatform) {
                return;
            }
        }
    }

    /** Where the last whole note ends. */
    private static long whole(FileChannel channel) throws IOException {
        long size = channel.size();
        long from = Math.max(0, size - BUFFER);
        var bytes = ByteBuffer.allocate((int) (size - from));
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {
            // Read on: a channel may give less than was asked for.
        }
        var text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
        // After a signature there are two line breaks, inside a note only before the first one.
        int end = text.length();
        while (end > 0 && !(text.startsWith("\n\n", end - 2) && isSignature(text, end - 2))) {
            end--;
        }
        return end == 0 ? from : from + end;
    }

    private static boolean isSignature(String text, int end) {
        int start = text.lastIndexOf('\n', end - 1) + 1;
        return text.startsWith("\u00e2\u0080\u0094 ", start); // The dash, byte by byte.
    }

    /** Moves all there is to a folder of its own inside, where it is kept and not looked at. */
    public Path putAside(String name) throws IOException {
        var aside = Files.createDirectories(folder.resolve(name));
        for (var file : files()) {
            Files.move(file, aside.resolve(file.getFileName()));
        }
        return aside;
    }

    /** The newest note; empty when there is none. */
    public Optional<String> latest() throws IOException {
        for (var file : files().reversed()) {
            var notes = notes(file);
            if (!notes.isEmpty()) {
                return Optional.of(notes.getLast());
            }
        }
        return Optional.empty();
    }

    /** The files, oldest first. */
    public List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().endsWith(END))
                    .sorted()
                    .toList();
        }
    }

    /** The whole notes in one of them, oldest first. */
    public static List<String> notes(Path file) throws IOException {
        var notes = new ArrayList<String>();
        try (var lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (var note = next(lines); note != null; note = next(lines)) {
                notes.add(note);
            }
        }
        return notes;
    }

    /** Text, an empty line, signatures, an empty line; null at the end and for a torn last one. */
    private static @Nullable String next(BufferedReader lines) throws IOException {
        var note = new StringBuilder();
        int blanks = 0;
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && ++blanks == 2) {
                return note.toString();
            }
            note.append(line).append('\n');
        }
        return null;
    }
}
