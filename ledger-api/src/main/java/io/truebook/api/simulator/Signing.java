package io.truebook.api.simulator;

/** With what a delivery is signed. */
enum Signing {
    /** The endpoint's secrets. */
    GENUINE,
    /** A secret that never was one. */
    FORGED,
    /** The secrets the endpoint had before, as a message signed before they were replaced. */
    OLD_SECRET;

    static Signing of(boolean forged, boolean oldSecret) {
        return forged ? FORGED : oldSecret ? OLD_SECRET : GENUINE;
    }
}
