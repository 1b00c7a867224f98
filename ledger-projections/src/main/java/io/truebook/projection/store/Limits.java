package io.truebook.projection.store;

/** Which limits an entry keeps to; decided where balances are, in the order of all commands. */
public enum Limits {
    /** None: it has happened, and is booked whatever the balances say. */
    NONE,
    /** The floors and ceilings of the accounts. */
    OF_ACCOUNTS,
    /** Those, and it takes no more from an account than is available there. */
    COVERED
}
