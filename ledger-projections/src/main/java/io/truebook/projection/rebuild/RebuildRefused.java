package io.truebook.projection.rebuild;

/** A rebuild that cannot be done as things are; nothing has changed. */
public final class RebuildRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RebuildRefused(String why) {
        super(why, null, false, false);
    }
}
