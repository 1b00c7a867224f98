package io.truebook.api.reconciliation;

import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The text of a settlement file, as far as it is one: UTF-8 without NUL, whose records are of a
 * size that fits in memory.
 *
 * <p>A quote that is never closed would otherwise make one cell of the rest of the file.
 */
final class SettlementText extends FilterReader {

    /** In characters; a record of the widest report has a few thousand. */
    static final int LONGEST_RECORD = 64 * 1024;

    /** So far the parser may have read into the next record. */
    private static final int AHEAD = 16 * 1024;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** What is wrong with the text, in words for whoever sent it. */
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        /** From 1; null where it is the line of the record that is being read. */
        private final @Nullable Long line;

        Unreadable(@Nullable Long line, String problem) {
            super(problem);
            this.line = line;
        }

        long line(long ofRecord) {
            return line == null ? ofRecord : line;
        }
    }

    private long sinceRecord;
    private long line = 1;

    private SettlementText(BufferedReader text) {
        super(text);
    }

    static SettlementText of(InputStream file) throws IOException {
        var text =
                new BufferedReader(
                        new InputStreamReader(file, StandardCharsets.UTF_8.newDecoder()));
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return new SettlementText(text);
    }

    /** A record has been read to its end: the next may have its full length. */
    void recordEnded() {
        sinceRecord = 0;
    }

    @Override
    public int read() throws IOException {
        int c = super.read();
        if (c >= 0) {
            check(1);
            refuse((char) c);
        }
        return c;
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        int count = super.read(into, from, length);
        if (count > 0) {
            check(count);
            for (int i = from; i < from + count; i++) {
                refuse(into[i]);
            }
        }
        return count;
    }

    private void check(int count) throws Unreadable {
        sinceRecord += count;
        if (sinceRecord > LONGEST_RECORD + AHEAD) {
            throw new Unreadable(null, "the line is longer than " + LONGEST_RECORD + " characters");
        }
    }

    private void refuse(char c) throws Unreadable {
        if (c == '\n') {
            line++;
        } else if (c == 0) {
            throw new Unreadable(line, "has a NUL character: it is not UTF-8, or not text");
        }
    }
}
