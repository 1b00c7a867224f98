package io.truebook.projection.seal;

/** Where the roots of complete subtrees come from. */
@FunctionalInterface
public interface Subtrees {

    /**
     * The root of a complete subtree.
     *
     * @param level 0 for a leaf; a subtree has 2^level leaves
     * @param number counted from 0 within its level, left to right
     */
    byte[] hash(int level, long number);
}
