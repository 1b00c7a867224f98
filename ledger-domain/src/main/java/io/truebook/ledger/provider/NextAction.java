package io.truebook.ledger.provider;

/** What the payer has to do before the provider goes on: a type and the address to visit. */
public record NextAction(String type, String url) {}
