/**
 * Double entry in the journal: which events are booked how, and what stands on the accounts.
 *
 * <p>Owns the reading of accounts, balances and postings; it never writes them, that is the store's
 * batch. It knows no payment: how an event is booked is given to {@link
 * io.truebook.projection.balance.PostingContributor}. Start reading at {@link
 * io.truebook.projection.balance.BalanceQueries}; proved by {@code BalanceQueriesDbTest}.
 */
@NullMarked
package io.truebook.projection.balance;

import org.jspecify.annotations.NullMarked;
