package io.truebook.api.simulator;

import org.jspecify.annotations.Nullable;

/** What Adyen answers to a request it does not take, wherever it came in. */
interface AdyenRefusals extends Wire {
    @Override
    default Refusal trouble(int status, @Nullable String code, String message, boolean executed) {
        return AdyenError.trouble(status, code, message, executed);
    }

    @Override
    default Refusal unknownUrl(String method, String path) {
        return AdyenError.notFound(method, path);
    }

    @Override
    default Refusal tooLarge() {
        return AdyenError.of(413, "000", "The request is too large.", "validation");
    }

    @Override
    default Refusal malformed(String message) {
        return AdyenError.of(400, "702", message, "validation");
    }

    @Override
    default Refusal keyInUse() {
        return AdyenError.keyInUse();
    }

    @Override
    default Refusal keyReused() {
        return AdyenError.keyReused();
    }
}
