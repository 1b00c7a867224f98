/**
 * The domain: every rule about money, as pure functions over records. Owns decisions, postings and
 * the error catalogue; may not know Spring, SQL, JSON or HTTP. Each package below is one concept.
 */
@NullMarked
package io.truebook.ledger;

import org.jspecify.annotations.NullMarked;
