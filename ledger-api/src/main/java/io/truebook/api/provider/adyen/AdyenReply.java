package io.truebook.api.provider.adyen;

import tools.jackson.databind.JsonNode;

/** What came of one HTTP exchange with Adyen. */
sealed interface AdyenReply {

    /**
     * Adyen, or something in front of it, has answered.
     *
     * @param body missing when it is not JSON
     * @param isTransient whether Adyen says that the same request may be sent again under its key
     */
    record Answered(int status, JsonNode body, boolean isTransient) implements AdyenReply {

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    /** The request provably did not leave. */
    record NeverSent(String detail) implements AdyenReply {}

    /** The request may have arrived; nobody knows. */
    record NoAnswer(String detail) implements AdyenReply {}
}
