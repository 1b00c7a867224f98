/**
 * Up to when the books of a tenant are closed.
 *
 * <p>Owns the decision to close a period and nothing of what is booked: the journal moves what
 * comes later. Start reading at {@link io.truebook.ledger.books.Books}; proved by {@code
 * BooksTest}.
 */
@NullMarked
package io.truebook.ledger.books;

import org.jspecify.annotations.NullMarked;
