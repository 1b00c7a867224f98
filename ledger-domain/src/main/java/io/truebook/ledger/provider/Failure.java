package io.truebook.ledger.provider;

import org.jspecify.annotations.Nullable;

/**
 * Why a provider did not do what it was asked.
 *
 * <p>{@code code} is ours and stable ({@code declined}, {@code invalid_request}, {@code canceled},
 * {@code not_found}, {@code refused}); {@code providerCode} is the provider's own, for people and
 * support tickets. The message holds no card number.
 */
public record Failure(String code, @Nullable String providerCode, @Nullable String message) {}
