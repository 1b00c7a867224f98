package io.truebook.api.security;

/**
 * Who a request is from, as its key says.
 *
 * @param principal the person or program that is named in every event it causes
 */
public record Caller(String tenant, String principal, Role role) {

    /** The request attribute that holds the caller of every request under {@code /v1}. */
    public static final String ATTRIBUTE = "io.truebook.caller";
}
