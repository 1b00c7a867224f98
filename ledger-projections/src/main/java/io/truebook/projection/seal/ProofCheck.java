package io.truebook.projection.seal;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides whether a proof holds, from nothing but the proof and the roots.
 *
 * <p>Source: RFC 9162 sections 2.1.3.2 and 2.1.4.2: from the leaf upwards, where {@link
 * MerkleProofs} goes from the root downwards.
 */
public final class ProofCheck {

    private final TreeHasher hasher = new TreeHasher();

    /** Whether these bytes are the leaf at this place (from 0) of the tree with this root. */
    public boolean includes(byte[] leaf, long index, long size, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size || !areHashes(path)) {
            return false;
        }
        long at = index;
        long last = size - 1;
        byte[] hash = hasher.leaf(leaf);
        for (byte[] sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                hash = hasher.node(sibling, hash);
                int up = at == 0 ? 0 : Long.numberOfTrailingZeros(at);
                at >>>= up;
                last >>>= up;
            } else {
                hash = hasher.node(hash, sibling);
            }
            at >>>= 1;
            last >>>= 1;
        }
        return last == 0 && MessageDigest.isEqual(hash, root);
    }

    /** Whether the larger tree begins with all leaves of the smaller one, unchanged. */
    public boolean extend(long from, byte[] fromRoot, long to, byte[] toRoot, List<byte[]> proof) {
        if (from < 1 || from > to || !areHashes(proof)) {
            return false;
        }
        if (from == to) {
            return proof.isEmpty() && MessageDigest.isEqual(fromRoot, toRoot);
        }
        var path = new ArrayList<byte[]>(proof);
        if (Long.bitCount(from) == 1) {
            path.addFirst(fromRoot);
        }
        return !path.isEmpty() && leadsToBoth(path, from, fromRoot, to, toRoot);
    }

    private boolean leadsToBoth(
            List<byte[]> path, long from, byte[] fromRoot, long to, byte[] toRoot) {
        int whole = Long.numberOfTrailingZeros(from);
        long at = (from - 1) >>> whole;
        long last = (to - 1) >>> whole;
        byte[] old = path.getFirst();
        byte[] now = old;
        for (byte[] sibling : path.subList(1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                old = hasher.node(sibling, old);
                now = hasher.node(sibling, now);
                int up = at == 0 ? 0 : Long.numberOfTrailingZeros(at);
                at >>>= up;
                last >>>= up;
            } else {
                now = hasher.node(now, sibling);
            }
            at >>>= 1;
            last >>>= 1;
        }
        return last == 0
                && MessageDigest.isEqual(old, fromRoot)
                && MessageDigest.isEqual(now, toRoot);
    }

    private static boolean areHashes(List<byte[]> path) {
        return path.stream().allMatch(hash -> hash.length == TreeHasher.LENGTH);
    }
}
