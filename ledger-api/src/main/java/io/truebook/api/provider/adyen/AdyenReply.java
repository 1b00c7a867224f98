package io.truebook.api.provider.adyen;

import io.truebook.ledger.provider.Strain;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What came of one HTTP exchange with Adyen. */
sealed interface AdyenReply {

    /** How Adyen itself is, going by this reply. */
    Strain strain();

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

        /** A sentence of Adyen's own has a code. */
        @Nullable String code() {
            return AdyenFields.textOrNull(body, "errorCode");
        }

        @Override
        public Strain strain() {
            if (isSuccess()) {
                return body.isObject() ? new Strain.None() : new Strain.Away();
            }
            if (status == 429) {
                return new Strain.Throttled(null);
            }
            if (status == 401 || status == 403 || status >= 500 || code() == null) {
                return new Strain.Away();
            }
            return isTransient ? new Strain.Busy(null) : new Strain.None();
        }
    }

    /** The request provably did not leave. */
    record NeverSent(String detail) implements AdyenReply {
        @Override
        public Strain strain() {
            return new Strain.Away();
        }
    }

    /** The request may have arrived; nobody knows. */
    record NoAnswer(String detail) implements AdyenReply {
        @Override
        public Strain strain() {
            return new Strain.Away();
        }
    }
}
