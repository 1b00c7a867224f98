package io.truebook.projection.seal;

import java.util.ArrayList;
import java.util.List;

/**
 * Roots and proofs of a tree, from the roots of its complete subtrees.
 *
 * <p>Leaves are counted from 0, sizes are numbers of leaves. Source: RFC 6962 sections 2.1 to
 * 2.1.2, whose definitions it follows word by word; {@link ProofCheck} goes the other way round.
 */
public final class MerkleProofs {

    private final TreeHasher hasher = new TreeHasher();
    private final Subtrees subtrees;

    public MerkleProofs(Subtrees subtrees) {
        this.subtrees = subtrees;
    }

    /** What the first leaves hash to. */
    public byte[] root(long size) {
        return size == 0 ? hasher.empty() : range(0, size);
    }

    /** What, with the leaf itself, gives the root of the tree of that size. */
    public List<byte[]> inclusion(long leaf, long size) {
        if (leaf < 0 || leaf >= size) {
            throw new IllegalArgumentException("No leaf " + leaf + " among " + size);
        }
        var path = new ArrayList<byte[]>();
        addPath(leaf, 0, size, path);
        return path;
    }

    /** What shows that the tree of one size is the beginning of the tree of another. */
    public List<byte[]> consistency(long from, long to) {
        if (from < 1 || from > to) {
            throw new IllegalArgumentException("No way from " + from + " to " + to + " leaves");
        }
        var path = new ArrayList<byte[]>();
        addSubproof(from, 0, to, true, path);
        return path;
    }

    private void addPath(long leaf, long start, long end, List<byte[]> path) {
        if (end - start == 1) {
            return;
        }
        long split = start + split(end - start);
        if (leaf < split) {
            addPath(leaf, start, split, path);
            path.add(range(split, end));
        } else {
            addPath(leaf, split, end, path);
            path.add(range(start, split));
        }
    }

    private void addSubproof(long from, long start, long end, boolean isKnown, List<byte[]> path) {
        if (from == end) {
            if (!isKnown) {
                path.add(range(start, end));
            }
            return;
        }
        long split = start + split(end - start);
        if (from <= split) {
            addSubproof(from, start, split, isKnown, path);
            path.add(range(split, end));
        } else {
            addSubproof(from, split, end, false, path);
            path.add(range(start, split));
        }
    }

    /** The largest power of two below the number of leaves. */
    private static long split(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }

    /** Complete subtrees get smaller to the right, and are joined from there. */
    private byte[] range(long start, long end) {
        var complete = new ArrayList<byte[]>();
        for (long next = start; next < end; ) {
            int level = 63 - Long.numberOfLeadingZeros(end - next);
            complete.add(subtrees.hash(level, next >>> level));
            next += 1L << level;
        }
        byte[] root = complete.removeLast();
        while (!complete.isEmpty()) {
            root = hasher.node(complete.removeLast(), root);
        }
        return root;
    }
}
