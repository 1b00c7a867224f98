/**
 * The accounts of the books: how they are named, what type they are and which side is normal.
 *
 * <p>Owns the chart; knows no balances. Start reading at {@link
 * io.truebook.ledger.account.ChartOfAccounts}; proved by {@code ChartOfAccountsTest}.
 */
@NullMarked
package io.truebook.ledger.account;

import org.jspecify.annotations.NullMarked;
