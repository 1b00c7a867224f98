package io.truebook.api.provider.stripe;

import io.truebook.ledger.provider.Strain;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What came of one HTTP exchange with Stripe. */
sealed interface StripeReply {

    /** How Stripe itself is, going by this reply. */
    Strain strain();

    /**
     * When Stripe wants to be asked again, as its headers say.
     *
     * @param ofRequest for this one request; null where they name none
     * @param ofAccount for whatever we ask of it; null where they name none
     */
    record Advice(@Nullable Duration ofRequest, @Nullable Duration ofAccount) {

        static final Advice NONE = new Advice(null, null);

        /** Stripe says not to try again; we have to some day, so as late as we ever would. */
        private static final Duration NOT_SOON = Duration.ofMinutes(1);

        private static final Duration LONGEST = Duration.ofHours(1);
        private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

        /** Of {@code Retry-After} in seconds, and {@code Stripe-Should-Retry}. */
        static Advice of(@Nullable String retryAfter, @Nullable String shouldRetry) {
            if (retryAfter != null && SECONDS.matcher(retryAfter).matches()) {
                var named = Duration.ofSeconds(Long.parseLong(retryAfter));
                var pause = named.compareTo(LONGEST) < 0 ? named : LONGEST;
                return new Advice(pause, pause);
            }
            return "false".equals(shouldRetry) ? new Advice(NOT_SOON, null) : NONE;
        }
    }

    /**
     * Stripe, or something in front of it, has answered.
     *
     * @param body missing when it is not JSON
     * @param replayed whether Stripe repeats what it has once answered under this key
     */
    record Answered(int status, JsonNode body, boolean replayed, Advice advice)
            implements StripeReply {

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /** The error object; missing when the answer is none of Stripe's. */
        JsonNode error() {
            var error = body.path("error");
            return error.isObject() ? error : MissingNode.getInstance();
        }

        @Override
        public Strain strain() {
            if (replayed) {
                return new Strain.None(); // How it was then says nothing of how it is now.
            }
            if (isSuccess()) {
                return body.isObject() ? new Strain.None() : new Strain.Away();
            }
            return switch (status) {
                // Another request holds the object; the account is not over its limit.
                case 429 ->
                        "lock_timeout".equals(Fields.textOrNull(error(), "code"))
                                ? new Strain.Busy(advice.ofRequest())
                                : new Strain.Throttled(advice.ofAccount());
                case 409 -> new Strain.Busy(advice.ofRequest());
                case 401, 403 -> new Strain.Away();
                default ->
                        error().isMissingNode() || status >= 500
                                ? new Strain.Away()
                                : new Strain.None();
            };
        }
    }

    /** The request provably did not leave. */
    record NeverSent(String detail) implements StripeReply {
        @Override
        public Strain strain() {
            return new Strain.Away();
        }
    }

    /** The request may have arrived; nobody knows. */
    record NoAnswer(String detail) implements StripeReply {
        @Override
        public Strain strain() {
            return new Strain.Away();
        }
    }
}
