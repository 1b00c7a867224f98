package io.truebook.contract.crash;

import io.truebook.contract.LedgerClient.Answer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One request of ours and what became of it: written down by whoever sent it, whatever the ledger
 * believes.
 */
final class Entry {

    /** What is asked for, which decides what the provider must have done in the end. */
    enum Kind {
        CHARGE,
        HOLD,
        CAPTURE,
        VOID,
        REFUND
    }

    private final Kind kind;
    private final String transactionId;
    private final String path;
    private final String body;
    private final int expectedStatus;
    private final String expectedWord;
    private volatile @Nullable Answer last;

    /**
     * @param word the resource's status, or the problem's code, that the final answer must carry
     */
    Entry(Kind kind, String transactionId, String path, String body, int status, String word) {
        this.kind = kind;
        this.transactionId = transactionId;
        this.path = path;
        this.body = body;
        this.expectedStatus = status;
        this.expectedWord = word;
    }

    Kind kind() {
        return kind;
    }

    String transactionId() {
        return transactionId;
    }

    String path() {
        return path;
    }

    String body() {
        return body;
    }

    /** The final answer; null while there is none. */
    @Nullable Answer answer() {
        return last;
    }

    boolean isFinal() {
        return last != null;
    }

    /** Whether it ended well: with a 2xx and the status of the resource that was to be expected. */
    boolean isAccepted() {
        return last != null && last.status() < 300;
    }

    String word() {
        return expectedWord;
    }

    /** The id of the resource that the final answer shows. */
    String id() {
        return last.json().get("id").asString();
    }

    /** Keeps the first final answer; says what is wrong with it, or with a later one. */
    synchronized @Nullable String heed(Answer answer) {
        if (last != null) {
            return answer.status() == last.status() && Arrays.equals(answer.body(), last.body())
                    ? null
                    : "answered otherwise than before:\n " + shown(last) + "\n " + shown(answer);
        }
        last = answer;
        var field = answer.status() < 300 ? "status" : "code";
        var word = answer.json().path(field).asString("");
        return answer.status() == expectedStatus && word.equals(expectedWord)
                ? null
                : "expected %d %s, was %s".formatted(expectedStatus, expectedWord, shown(answer));
    }

    private static String shown(Answer answer) {
        return answer.status() + " " + answer.text();
    }

    @Override
    public String toString() {
        return transactionId + " POST " + path + " " + body;
    }
}
