package io.truebook.api.provider;

/** What the facts of a callback depend on, beside the callback. */
public enum Telling {
    /** On nothing: each says all by itself. */
    PLAIN,

    /**
     * On how the charge asked to be captured, which the provider does not sign: at once, then a
     * hold is a sale, and its end says that there was none.
     */
    AS_ASKED,

    /**
     * On what is booked: the provider may do it again and give it the same name. What does not fit
     * is kept for a person, for booking it might invent money and leaving it might lose some.
     */
    WHERE_IT_FITS
}
