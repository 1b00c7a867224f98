package io.truebook.api.provider;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Brings a provider's file to disk, in a time that ends and a size that ends. */
public final class ReportDownload {

    /** Some three million rows: a file is a matter of disk, and the disk has to end somewhere. */
    public static final long MAX_BYTES = 1024L * 1024 * 1024;

    /** A request's own time limit ends where the body begins. */
    private static final int WHOLE_PER_ANSWER = 20;

    private ReportDownload() {}

    /**
     * Returns the status; where that is no success the file has the provider's refusal in it.
     *
     * @param file overwritten
     * @param answerWithin for the beginning of the answer; all of it has 20 times as long
     * @throws IOException also when it takes too long or has more than {@link #MAX_BYTES}
     */
    public static int into(Path file, HttpRequest.Builder request, Duration answerWithin)
            throws IOException, InterruptedException {
        var toDisk =
                BodyHandlers.limiting(
                        BodyHandlers.ofFile(file, CREATE, WRITE, TRUNCATE_EXISTING), MAX_BYTES);
        var client = HttpClient.newBuilder().connectTimeout(answerWithin).build();
        try {
            var answer = client.sendAsync(request.timeout(answerWithin).build(), toDisk);
            var whole = answerWithin.multipliedBy(WHOLE_PER_ANSWER);
            return answer.get(whole.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (ExecutionException broken) {
            throw broken.getCause() instanceof IOException io ? io : new IOException(broken);
        } catch (TimeoutException tooLong) {
            throw new HttpTimeoutException("The file took too long");
        } finally {
            client.shutdownNow();
        }
    }
}
