package io.truebook.projection.seal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A Merkle tree by the definition of RFC 6962 over a list: no shared code, no cleverness. */
final class NaiveTree {

    private NaiveTree() {}

    static byte[] root(List<byte[]> leaves) {
        return switch (leaves.size()) {
            case 0 -> sha256();
            case 1 -> sha256(new byte[] {0}, leaves.getFirst());
            default -> {
                int split = split(leaves.size());
                yield sha256(
                        new byte[] {1},
                        root(leaves.subList(0, split)),
                        root(leaves.subList(split, leaves.size())));
            }
        };
    }

    static List<byte[]> inclusion(int leaf, List<byte[]> leaves) {
        var path = new ArrayList<byte[]>();
        if (leaves.size() > 1) {
            int split = split(leaves.size());
            var left = leaves.subList(0, split);
            var right = leaves.subList(split, leaves.size());
            path.addAll(leaf < split ? inclusion(leaf, left) : inclusion(leaf - split, right));
            path.add(leaf < split ? root(right) : root(left));
        }
        return path;
    }

    static List<byte[]> consistency(int from, List<byte[]> leaves) {
        return subproof(from, leaves, true);
    }

    private static List<byte[]> subproof(int from, List<byte[]> leaves, boolean whole) {
        var path = new ArrayList<byte[]>();
        if (from == leaves.size()) {
            if (!whole) {
                path.add(root(leaves));
            }
            return path;
        }
        int split = split(leaves.size());
        var left = leaves.subList(0, split);
        var right = leaves.subList(split, leaves.size());
        if (from <= split) {
            path.addAll(subproof(from, left, whole));
            path.add(root(right));
        } else {
            path.addAll(subproof(from - split, right, false));
            path.add(root(left));
        }
        return path;
    }

    private static int split(int size) {
        int split = 1;
        while (split * 2 < size) {
            split *= 2;
        }
        return split;
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** So many leaves that differ from each other. */
    static List<byte[]> leaves(int count) {
        var leaves = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            leaves.add(("leaf " + i).getBytes(StandardCharsets.UTF_8));
        }
        return leaves;
    }

    /** The eight leaves that the reference implementations of RFC 6962 are tested with. */
    static List<byte[]> reference() {
        return List.of(
                        "",
                        "00",
                        "10",
                        "2021",
                        "3031",
                        "40414243",
                        "5051525354555657",
                        "606162636465666768696a6b6c6d6e6f")
                .stream()
                .map(HexFormat.of()::parseHex)
                .toList();
    }
}
