package io.truebook.contract.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The connection between an application and PostgreSQL. Reads as much of the protocol as it takes
 * to know an append, a commit, the token of a processor and the rows of sagas when they pass.
 *
 * <p>Messages are a type, a length and a body; statements are known by their text, which a Parse
 * names and a Bind uses. The application is told to speak without encryption.
 */
final class DatabaseWire extends Wire {

    private static final String APPEND = "insert into truebook.journal_event";
    private static final String TOKEN = "update axon_token set token";
    private static final List<String> SAGA_WRITES =
            List.of(
                    "insert into truebook.reconciliation_saga ",
                    "delete from truebook.reconciliation_saga ");
    private static final Pattern SAGAS_DUE =
            Pattern.compile("(?s)select.*\\sfrom truebook.reconciliation_saga\\s.*skip locked.*");

    DatabaseWire(int target) {
        super(target);
    }

    @Override
    void toServer(Link link, InputStream stream, OutputStream sink) throws IOException {
        var in = new DataInputStream(stream);
        var out = new DataOutputStream(sink);
        Map<String, String> statements = new HashMap<>();
        passStartup(in, out);
        while (true) {
            int type = in.readUnsignedByte();
            var body = in.readNBytes(in.readInt() - 4);
            awaitPassage();
            heed(link, type, body, statements);
            if (!link.isClientMute()) {
                pass(out, type, body, in.available() == 0);
            }
        }
    }

    private static void passStartup(DataInputStream in, DataOutputStream out) throws IOException {
        int length = in.readInt();
        out.writeInt(length);
        out.write(in.readNBytes(length - 4));
        out.flush();
    }

    private void heed(Link link, int type, byte[] body, Map<String, String> statements) {
        if (type == 'P') {
            var text = new Text(body);
            statements.put(
                    text.next(), text.next().stripLeading().toLowerCase(java.util.Locale.ROOT));
        } else if (type == 'B') {
            var text = new Text(body);
            text.next();
            var sql = statements.getOrDefault(text.next(), "");
            if (sql.startsWith(APPEND)) {
                link.appending = true;
                springs(Moment.BEFORE_APPEND, link, link::muteClient);
            } else if (sql.startsWith(TOKEN)) {
                springs(Moment.TOKEN_UPDATE, link, link::muteClient);
            } else if (SAGA_WRITES.stream().anyMatch(sql::startsWith)) {
                springs(Moment.SAGA_KEPT, link, link::muteClient);
            } else if (SAGAS_DUE.matcher(sql).matches()) {
                springs(Moment.SAGA_CLOCK, link, link::muteClient);
            }
        }
    }

    @Override
    void toClient(Link link, InputStream stream, OutputStream sink) throws IOException {
        var in = new DataInputStream(stream);
        var out = new DataOutputStream(sink);
        while (true) {
            int type = in.readUnsignedByte();
            var body = in.readNBytes(in.readInt() - 4);
            awaitPassage();
            if (type == 'K') {
                link.backend = ByteBuffer.wrap(body).getInt();
            } else if (type == 'C' && link.appending && new Text(body).next().equals("COMMIT")) {
                link.committed = true;
                springs(Moment.COMMIT_UNANSWERED, link, link::muteServer);
            }
            if (!link.isServerMute()) {
                pass(out, type, body, in.available() == 0);
            }
            if (type == 'Z') {
                ready(link, out);
            }
        }
    }

    /** The server waits for the next statement: what was under way is over. */
    private void ready(Link link, OutputStream out) throws IOException {
        boolean committed = link.committed;
        link.appending = false;
        link.committed = false;
        if (committed) {
            out.flush();
            springs(Moment.COMMITTED_BEFORE_REPLY, link, () -> {});
        }
    }

    private static void pass(DataOutputStream out, int type, byte[] body, boolean last)
            throws IOException {
        out.writeByte(type);
        out.writeInt(body.length + 4);
        out.write(body);
        if (last) {
            out.flush();
        }
    }

    /** The zero-terminated strings at the start of a message. */
    private static final class Text {

        private final byte[] body;
        private int at;

        Text(byte[] body) {
            this.body = body;
        }

        String next() {
            int end = at;
            while (end < body.length && body[end] != 0) {
                end++;
            }
            var text = new String(body, at, end - at, UTF_8);
            at = end + 1;
            return text;
        }
    }
}
