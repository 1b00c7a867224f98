package io.truebook.api.operations;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One application per data directory.
 *
 * <p>The operating system drops the lock with the process, so {@code kill -9} leaves nothing to
 * clean up.
 */
final class DataLock implements AutoCloseable {

    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    static DataLock take(Path data) throws IOException {
        Path file = data.resolve("lock");
        var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        if (tryLock(channel)) {
            channel.truncate(0);
            String pid = Long.toString(ProcessHandle.current().pid());
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
            return new DataLock(channel);
        }
        String holder = holder(channel);
        channel.close();
        throw new StartRefused(
                "The data directory " + data + " is in use by another Truebook" + holder + ".",
                "Stop that one first, or start this one with another truebook.data-directory.");
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            // Not byte 0: where locks are mandatory the process id must stay readable.
            FileLock lock = channel.tryLock(1024, 1, false);
            return lock != null;
        } catch (OverlappingFileLockException held) {
            return false; // By this very JVM, as in a test.
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(20);
        channel.read(bytes, 0);
        String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
        return pid.isBlank() ? "" : " (process " + pid.strip() + ")";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
