package io.truebook.api.http;

/** A status and the bytes to send with it. */
@SuppressWarnings("ArrayRecordComponent") // Sent as they are, never compared.
public record Reply(int status, byte[] body) {

    public static Reply json(int status, Object resource) {
        return new Reply(status, Json.bytes(resource));
    }
}
