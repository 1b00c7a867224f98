package io.truebook.contract.crash;

/** The point of a charge's way at which something goes wrong. */
enum Moment {
    /** No matter where everybody is. */
    ANY_TIME,
    /** The batch's insert into the journal was sent and does not reach the database. */
    BEFORE_APPEND,
    /** The commit reached the database; its answer does not reach the application. */
    COMMIT_UNANSWERED,
    /** The application has just been told that the commit took place; nobody else has. */
    COMMITTED_BEFORE_REPLY,
    /** The provider has done what it was asked; its answer does not reach the application. */
    PROVIDER_UNHEARD,
    /** A streaming processor is about to move its token. */
    TOKEN_UPDATE,
    /** What sagas wanted is done; what has become of them is about to be kept. */
    SAGA_KEPT,
    /** Whoever keeps the sagas' time has begun to look at what is due. */
    SAGA_CLOCK
}
