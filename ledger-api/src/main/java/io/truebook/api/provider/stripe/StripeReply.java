package io.truebook.api.provider.stripe;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What came of one HTTP exchange with Stripe. */
sealed interface StripeReply {

    /**
     * Stripe, or something in front of it, has answered.
     *
     * @param body missing when it is not JSON
     */
    record Answered(int status, JsonNode body) implements StripeReply {

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /** The error object; missing when the answer is none of Stripe's. */
        JsonNode error() {
            var error = body.path("error");
            return error.isObject() ? error : MissingNode.getInstance();
        }
    }

    /** The request provably did not leave. */
    record NeverSent(String detail) implements StripeReply {}

    /** The request may have arrived; nobody knows. */
    record NoAnswer(String detail) implements StripeReply {}
}
