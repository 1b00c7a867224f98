/**
 * The journal as a Merkle log: leaves, roots, proofs and signed checkpoints, so that somebody who
 * trusts neither us nor our database can check that nothing was changed, removed or slipped in.
 *
 * <p>Knows bytes, hashes and the tables they are kept in; may not know payments, money or how
 * events are written. Start reading at {@link io.truebook.projection.seal.Frontier}; proved by
 * {@code MerkleProofsTest}.
 */
@NullMarked
package io.truebook.projection.seal;

import org.jspecify.annotations.NullMarked;
