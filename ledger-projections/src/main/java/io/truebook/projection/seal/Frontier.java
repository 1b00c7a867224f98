package io.truebook.projection.seal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The right edge of the tree: the roots of its complete subtrees, at most 63, which is all it takes
 * to add a leaf and to know the root.
 *
 * <p>Not thread-safe. Source: RFC 9162 section 2.1.1; the tree of n leaves splits as n does in
 * binary.
 */
public final class Frontier {

    private final TreeHasher hasher = new TreeHasher();

    /** Largest first. */
    private final List<byte[]> subtrees;

    private long size;

    private Frontier(long size, List<byte[]> subtrees) {
        this.size = size;
        this.subtrees = subtrees;
    }

    /** The tree without leaves. */
    public static Frontier empty() {
        return new Frontier(0, new ArrayList<>());
    }

    /** As {@link #stored} gave it; throws {@link IllegalArgumentException} for anything else. */
    public static Frontier of(byte[] stored) {
        var bytes = ByteBuffer.wrap(stored);
        try {
            long size = bytes.getLong();
            int count = Long.bitCount(size);
            if (size < 0 || bytes.remaining() != count * TreeHasher.LENGTH) {
                throw new IllegalArgumentException("Not the frontier of " + size + " leaves");
            }
            var subtrees = new ArrayList<byte[]>(count + 1);
            for (int i = 0; i < count; i++) {
                byte[] hash = new byte[TreeHasher.LENGTH];
                bytes.get(hash);
                subtrees.add(hash);
            }
            return new Frontier(size, subtrees);
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("Not a frontier", cut);
        }
    }

    /** Size and hashes, 8 bytes and 32 for each subtree. */
    public byte[] stored() {
        var bytes = ByteBuffer.allocate(Long.BYTES + subtrees.size() * TreeHasher.LENGTH);
        bytes.putLong(size);
        subtrees.forEach(bytes::put);
        return bytes.array();
    }

    /** Leaves so far. */
    public long size() {
        return size;
    }

    /** Adds a leaf and hands out the subtrees it completes that are to be kept. */
    public void append(byte[] leaf, Consumer<Tile> completed) {
        byte[] hash = hasher.leaf(leaf);
        int level = 0;
        for (; ((size >>> level) & 1) == 1; level++) {
            hash = hasher.node(subtrees.removeLast(), hash);
            int height = level + 1;
            if (height % Tile.HEIGHT == 0) {
                completed.accept(new Tile(height / Tile.HEIGHT, size >>> height, hash));
            }
        }
        subtrees.add(hash);
        size++;
    }

    /** The root of the tree over all leaves so far. */
    public byte[] root() {
        if (subtrees.isEmpty()) {
            return hasher.empty();
        }
        byte[] root = subtrees.getLast();
        for (int i = subtrees.size() - 2; i >= 0; i--) {
            root = hasher.node(subtrees.get(i), root);
        }
        return root;
    }
}
