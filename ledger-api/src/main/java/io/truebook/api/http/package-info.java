/**
 * The HTTP edge: charges, refunds, accounts, transactions, and refusals as problem documents.
 *
 * <p>Owns how a request is read, how it is made to happen once, and how answers look; decides
 * nothing about money and holds no state. Start reading at {@link
 * io.truebook.api.http.ChargeController}; proved by {@code ChargeHttpTest}.
 */
@NullMarked
package io.truebook.api.http;

import org.jspecify.annotations.NullMarked;
