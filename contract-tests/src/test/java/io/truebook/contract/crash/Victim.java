package io.truebook.contract.crash;

/** What goes wrong at the chosen moment. */
enum Victim {
    /** kill -9 of an application process. */
    APPLICATION,
    /** kill -9 of every process of PostgreSQL. */
    DATABASE,
    /** kill -9 of an application and of every process of PostgreSQL. */
    BOTH,
    /** kill -9 of one backend: PostgreSQL ends all sessions and recovers by itself. */
    BACKEND,
    /** All connections to PostgreSQL break; new ones work at once. */
    CONNECTIONS_CUT,
    /** Nothing gets through for some seconds, then everything does. */
    CONNECTIONS_STALLED,
    /** What is connected never hears another byte and is not told; new connections work. */
    CONNECTIONS_DEAD
}
