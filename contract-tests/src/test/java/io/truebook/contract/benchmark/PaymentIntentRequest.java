package io.truebook.contract.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.truebook.contract.LoneSimulator;
import java.nio.ByteBuffer;

/** What the ledger sends to the provider for a charge, without the ledger. */
final class PaymentIntentRequest implements LoadRequest {

    private static final String NUMBER = "0000000000000000";

    private final byte[] bytes;
    private final int keyAt;

    PaymentIntentRequest(String host, String run) {
        var body =
                "amount=1999&currency=eur&confirm=true&payment_method=pm_card_visa"
                        + "&capture_method=automatic&payment_method_types[]=card"
                        + "&expand[]=latest_charge.balance_transaction";
        var head =
                """
                POST /v1/payment_intents HTTP/1.1
                Host: %s
                Authorization: Bearer %s
                Idempotency-Key: %s-n%s
                Content-Type: application/x-www-form-urlencoded
                Content-Length: %d

                """
                        .formatted(host, LoneSimulator.API_KEY, run, NUMBER, body.length())
                        .replace("\n", "\r\n");
        bytes = (head + body).getBytes(US_ASCII);
        keyAt = head.indexOf(NUMBER);
    }

    @Override
    public void write(long number, ByteBuffer into) {
        long left = number;
        for (int i = keyAt + NUMBER.length() - 1; i >= keyAt; i--) {
            bytes[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        into.clear().put(bytes).flip();
    }
}
