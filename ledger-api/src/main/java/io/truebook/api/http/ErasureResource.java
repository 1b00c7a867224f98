package io.truebook.api.http;

import io.truebook.projection.payment.Erasures.Erasure;
import java.time.Instant;

/**
 * The erasure of what clients wrote about people, of one charge and its refunds.
 *
 * @param status pending while the provider's messages are looked through, then erased
 * @param journalPosition index of the event that says so
 */
public record ErasureResource(
        String object, String charge, String status, Instant erasedAt, long journalPosition) {

    static ErasureResource pending(Erasure erasure) {
        return of(erasure, "pending");
    }

    /** The one that is true for ever. */
    public static byte[] done(Erasure erasure) {
        return Json.bytes(of(erasure, "erased"));
    }

    private static ErasureResource of(Erasure erasure, String status) {
        return new ErasureResource(
                "erasure",
                erasure.paymentId(),
                status,
                Json.time(erasure.erasedAt()),
                erasure.position());
    }
}
