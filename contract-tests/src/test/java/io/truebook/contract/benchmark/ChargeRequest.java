package io.truebook.contract.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * The bytes of {@code POST /v1/charges}, prepared once; only the transaction id and the merchant
 * are written anew, in place.
 */
final class ChargeRequest implements LoadRequest {

    private static final String NUMBER = "0000000000000000";
    private static final int MERCHANTS = 1_000;

    private final byte[] bytes;
    private final int transactionAt;
    private final int merchantAt;

    /** Requests that are answered when they are recorded. */
    ChargeRequest(String host, String key, String run) {
        this(host, key, run, "respond-async");
    }

    /** Requests whose transaction ids begin with this word, so that no two runs share one. */
    ChargeRequest(String host, String key, String run, String preference) {
        var body =
                """
                {"amount":1999,"currency":"EUR","merchant":"m-%s","provider":"stripe",\
                "payment_method":"pm_card_visa","capture":"automatic","reference":"order 4711"}\
                """
                        .formatted(NUMBER);
        var head =
                """
                POST /v1/charges HTTP/1.1
                Host: %s
                Authorization: Bearer %s
                Idempotency-Key: %s-n%s
                Prefer: %s
                Content-Type: application/json
                Content-Length: %d

                """
                        .formatted(host, key, run, NUMBER, preference, body.length())
                        .replace("\n", "\r\n");
        bytes = (head + body).getBytes(US_ASCII);
        transactionAt = head.indexOf(NUMBER);
        merchantAt = head.length() + body.indexOf(NUMBER);
    }

    @Override
    public void write(long number, ByteBuffer into) {
        put(number, transactionAt);
        put(number % MERCHANTS, merchantAt);
        into.clear().put(bytes).flip();
    }

    private void put(long number, int at) {
        long left = number;
        for (int i = at + NUMBER.length() - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }
}
