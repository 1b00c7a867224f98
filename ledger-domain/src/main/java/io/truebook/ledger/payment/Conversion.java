package io.truebook.ledger.payment;

import io.truebook.ledger.money.Money;

/**
 * A movement of a payment that the provider settled in another currency.
 *
 * @param charged in the payment's currency, signed as it changes our balance at the provider
 * @param settled what it became there, with the same sign
 */
public record Conversion(String connection, Money charged, Money settled) {}
