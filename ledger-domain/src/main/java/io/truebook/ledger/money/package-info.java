/**
 * Amounts: whole minor units of a currency from our table.
 *
 * <p>Owns the currency table and overflow-checked arithmetic; knows no provider's exponents. Start
 * reading at {@link io.truebook.ledger.money.Money}; proved by {@code MoneyTest}.
 */
@NullMarked
package io.truebook.ledger.money;

import org.jspecify.annotations.NullMarked;
