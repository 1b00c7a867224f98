package io.truebook.api.simulator;

/** Answers a request of the provider's API, leaving everything it changes in the effects. */
@FunctionalInterface
interface Handler {
    ApiAnswer answer(ApiRequest request, Effects effects);
}
