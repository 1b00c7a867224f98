package io.truebook.projection.seal;

/**
 * The root of a complete subtree that is kept, so that its leaves need not be read again.
 *
 * @param level 1: of 256 leaves, 2: of 256 times as many, and so on
 * @param number counted from 0 within its level, left to right
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Tile(int level, long number, byte[] hash) {

    /** Levels of the tree that one level of tiles spans. */
    static final int HEIGHT = 8;

    /** Subtrees that make up the next larger one that is kept. */
    static final int WIDTH = 1 << HEIGHT;
}
