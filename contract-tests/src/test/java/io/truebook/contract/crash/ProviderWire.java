package io.truebook.contract.crash;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * The connection between an application and its provider: HTTP, one request after the other on each
 * connection, so that the first bytes after a request are its answer.
 */
final class ProviderWire extends Wire {

    private static final byte[] EFFECT = "POST /v1/".getBytes(US_ASCII);

    ProviderWire(int target) {
        super(target);
    }

    @Override
    void toServer(Link link, InputStream in, OutputStream out) throws IOException {
        copy(
                in,
                out,
                (chunk, length) -> {
                    if (length >= EFFECT.length
                            && Arrays.equals(chunk, 0, EFFECT.length, EFFECT, 0, EFFECT.length)) {
                        link.posting = true;
                    }
                    return !link.isClientMute();
                });
    }

    @Override
    void toClient(Link link, InputStream in, OutputStream out) throws IOException {
        copy(
                in,
                out,
                (_, _) -> {
                    if (link.posting) {
                        link.posting = false;
                        springs(Moment.PROVIDER_UNHEARD, link, link::muteServer);
                    }
                    return !link.isServerMute();
                });
    }

    /** Looks at what was read, before it is passed on; false keeps it. */
    private interface Glance {
        boolean lets(byte[] chunk, int length);
    }

    private void copy(InputStream in, OutputStream out, Glance glance) throws IOException {
        var chunk = new byte[16 * 1024];
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            awaitPassage();
            if (glance.lets(chunk, length)) {
                out.write(chunk, 0, length);
                out.flush();
            }
        }
    }
}
