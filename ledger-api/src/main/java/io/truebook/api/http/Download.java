package io.truebook.api.http;

import static java.util.Comparator.comparingDouble;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * An answer that may be larger than memory.
 *
 * <p>By way of a file that is gone when it is sent: a slow client holds no session of the database,
 * and what cannot be written is no half answer.
 */
final class Download {

    static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");
    static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

    /** Writes all of an answer. */
    interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private Download() {}

    /**
     * Of the forms the client likes best the first there is; with no liking, the first there is.
     */
    static MediaType wanted(String accept, MediaType... there) {
        try {
            var liked =
                    MediaType.parseMediaTypes(accept).stream()
                            .filter(type -> type.getQualityValue() > 0)
                            .sorted(comparingDouble(MediaType::getQualityValue).reversed())
                            .toList();
            for (var wanted : liked) {
                for (var type : there) {
                    if (wanted.includes(type)) {
                        return type;
                    }
                }
            }
        } catch (InvalidMediaTypeException malformed) {
            // As if none had been named that there is.
        }
        throw new CommandRejected(
                Rejection.NOT_ACCEPTABLE,
                "There is "
                        + Arrays.stream(there)
                                .map(type -> type.getType() + "/" + type.getSubtype())
                                .collect(Collectors.joining(", ")));
    }

    /** {@code policy}: what a browser may do with it; null where it is no page. */
    static ResponseEntity<Resource> of(MediaType type, @Nullable String policy, Writing writing) {
        try {
            var file = Files.createTempFile("report-", ".out");
            try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
                writing.to(out);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(file);
                throw e;
            }
            var answer =
                    ResponseEntity.ok()
                            .contentType(type)
                            .contentLength(Files.size(file))
                            .header("X-Content-Type-Options", "nosniff");
            if (policy != null) {
                answer.header("Content-Security-Policy", policy);
            }
            return answer.body(
                    new InputStreamResource(
                            Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE)));
        } catch (IOException e) {
            throw new UncheckedIOException("An answer could not be written", e);
        }
    }
}
