package io.truebook.ledger.payment;

/**
 * Whose money it is and which provider account holds it: enough to name the accounts of an entry.
 */
public record Parties(String merchant, String connection) {}
