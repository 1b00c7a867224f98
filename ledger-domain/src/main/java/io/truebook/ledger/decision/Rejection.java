package io.truebook.ledger.decision;

import java.util.Locale;

/**
 * The error catalogue: every refusal a client can meet, with the stable code it is known by.
 *
 * <p>A constant is public for ever; its {@link #code()} is the constant in lower case. Within a
 * category the order is the order of precedence. Only {@link Category#REFUSED} is recorded against
 * a transaction id ({@link #recorded()}); everything else may be sent again under the same id.
 */
public enum Rejection {
    REQUEST_MALFORMED(Category.MALFORMED, "The request is not understood"),
    FIELD_INVALID(Category.MALFORMED, "A field is missing, unknown, repeated or out of range"),
    TRANSACTION_ID_MISSING(Category.MALFORMED, "Idempotency-Key is missing"),
    TRANSACTION_ID_MALFORMED(Category.MALFORMED, "Idempotency-Key is malformed"),
    WEBHOOK_SIGNATURE_INVALID(Category.MALFORMED, "The callback's signature does not hold"),

    KEY_INVALID(Category.UNAUTHENTICATED, "The API key is missing or not known"),
    ROLE_INSUFFICIENT(Category.FORBIDDEN, "The key's role does not allow this"),

    RESOURCE_NOT_FOUND(Category.NOT_FOUND, "There is nothing at this address"),
    CHARGE_NOT_FOUND(Category.NOT_FOUND, "No such charge"),
    REFUND_NOT_FOUND(Category.NOT_FOUND, "No such refund"),
    DISPUTE_NOT_FOUND(Category.NOT_FOUND, "No such dispute"),
    MERCHANT_PAYOUT_NOT_FOUND(Category.NOT_FOUND, "No such payout to a merchant"),
    ACCOUNT_NOT_FOUND(Category.NOT_FOUND, "No such account"),
    TRANSACTION_NOT_FOUND(Category.NOT_FOUND, "No such transaction"),
    RECONCILIATION_NOT_FOUND(Category.NOT_FOUND, "No such reconciliation"),
    BREAK_NOT_FOUND(Category.NOT_FOUND, "No such break"),
    EVENT_NOT_FOUND(Category.NOT_FOUND, "No such event"),
    CHECKPOINT_NOT_FOUND(Category.NOT_FOUND, "No such checkpoint"),
    PROVIDER_NOT_FOUND(Category.NOT_FOUND, "No such provider connection"),
    BANK_ENTRY_NOT_FOUND(Category.NOT_FOUND, "No such entry of a bank statement"),
    DEAD_LETTER_NOT_FOUND(Category.NOT_FOUND, "No such dead letter"),

    METHOD_NOT_ALLOWED(Category.METHOD_NOT_ALLOWED, "This address does not take that method"),
    NOT_ACCEPTABLE(Category.NOT_ACCEPTABLE, "None of the accepted media types is offered"),
    TRANSACTION_IN_PROGRESS(Category.CONFLICT, "A request with this transaction id is under way"),
    OPERATION_IN_PROGRESS(Category.CONFLICT, "Another operation of this charge is under way"),
    DEAD_LETTER_CLOSED(Category.CONFLICT, "The dead letter is no longer open"),
    BODY_TOO_LARGE(Category.TOO_LARGE, "The body is too large"),
    MEDIA_TYPE_UNSUPPORTED(Category.UNSUPPORTED, "The content type is not understood"),

    TRANSACTION_BEFORE_RESTORE(
            Category.REFUSED_UNRECORDED, "The transaction id was used before a restore"),
    CARD_NUMBER_REFUSED(Category.REFUSED_UNRECORDED, "The request holds a card number"),
    TRANSACTION_ID_REUSED(Category.REFUSED_UNRECORDED, "Transaction id of another request"),
    PROOF_RANGE_INVALID(Category.REFUSED_UNRECORDED, "The checkpoint does not reach that far"),
    BANK_STATEMENT_INVALID(Category.REFUSED_UNRECORDED, "The bank statement is broken"),
    SETTLEMENT_FILE_INVALID(Category.REFUSED_UNRECORDED, "The settlement file is broken"),

    CURRENCY_NOT_SUPPORTED(Category.REFUSED, "The provider does not take this currency"),
    AMOUNT_SCALE_NOT_SUPPORTED(Category.REFUSED, "The provider cannot express this amount"),
    CHARGE_ALREADY_EXISTS(Category.REFUSED, "A charge with this id exists"),
    CHARGE_NOT_AUTHORIZED(Category.REFUSED, "The charge holds no authorization to capture"),
    CAPTURE_EXCEEDS_HOLD(Category.REFUSED, "The capture is above the hold"),
    CHARGE_ALREADY_CAPTURED(Category.REFUSED, "The charge is captured; refund it instead"),
    CHARGE_ALREADY_CLOSED(Category.REFUSED, "The charge has failed, was voided or has expired"),
    CHARGE_NOT_CAPTURED(Category.REFUSED, "Nothing of the charge is captured"),
    CHARGE_DISPUTED(Category.REFUSED, "The charge is disputed"),
    REFUND_EXCEEDS_REMAINING(Category.REFUSED, "The refund is above what is left to refund"),
    PAYOUT_EXCEEDS_AVAILABLE(Category.REFUSED, "The payout is above what is available"),
    BANK_REFERENCE_MISSING(Category.REFUSED, "Another movement has to be named by the bank's id"),
    BANK_ENTRY_NOT_MATCHED(Category.REFUSED, "The entry is not taken for that payout"),
    BANK_ENTRY_NAMES_PAYOUT(Category.REFUSED, "The bank itself names the payout"),
    BREAK_NOT_OPEN(Category.REFUSED, "The break is not open"),
    REPAIR_NOT_PROPOSED(Category.REFUSED, "No repair waits for approval"),
    REPAIR_BY_SAME_PERSON(Category.REFUSED, "Whoever proposed a repair cannot approve it"),
    REPAIR_OUTDATED(Category.REFUSED, "The break has changed since the repair was proposed"),
    REPAIR_NOT_POSSIBLE(Category.REFUSED, "The break cannot be repaired in this way"),
    WRITE_OFF_NOT_ALLOWED(Category.REFUSED, "The amount may not be written off yet"),
    PERIOD_NOT_OVER(Category.REFUSED, "The last day of the period is not over"),
    PERIOD_ALREADY_CLOSED(Category.REFUSED, "The period is closed already"),
    PERIOD_NOT_RECONCILED(Category.REFUSED, "The period is not reconciled"),
    ACCOUNT_LIMIT_EXCEEDED(Category.REFUSED, "An account would pass its limit"),
    BALANCE_OVERFLOW(Category.REFUSED, "A balance would leave the range of amounts"),

    RATE_LIMITED(Category.RATE_LIMITED, "Too many requests"),
    CATCHING_UP(Category.UNAVAILABLE, "Not taken: the ledger catches up after a restore"),
    OVERLOADED(Category.UNAVAILABLE, "Not taken: nothing has happened"),
    NEWER_VERSION_NEEDED(Category.UNAVAILABLE, "A newer version wrote what this one cannot read"),
    OUTCOME_UNKNOWN(Category.UNAVAILABLE, "It may have happened: repeat with the same id"),

    INTERNAL_ERROR(Category.INTERNAL, "A fault of ours; what was asked may have happened");

    /** How a refusal is to be read by a client; the edge maps each to its protocol's status. */
    public enum Category {
        MALFORMED,
        UNAUTHENTICATED,
        FORBIDDEN,
        NOT_FOUND,
        METHOD_NOT_ALLOWED,
        NOT_ACCEPTABLE,
        CONFLICT,
        TOO_LARGE,
        UNSUPPORTED,
        /** Understood and refused, but not frozen for the transaction id. */
        REFUSED_UNRECORDED,
        /** Understood, refused by the ledger's rules, frozen for the transaction id for ever. */
        REFUSED,
        RATE_LIMITED,
        UNAVAILABLE,
        /** A fault of ours, never the answer to what a client wrote. */
        INTERNAL
    }

    private final Category category;
    private final String title;

    Rejection(Category category, String title) {
        this.category = category;
        this.title = title;
    }

    /** The stable code clients branch on. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Category category() {
        return category;
    }

    /** A short sentence for people; it never changes with the request. */
    public String title() {
        return title;
    }

    /** Whether a transaction id that met this refusal stays refused for ever. */
    public boolean recorded() {
        return category == Category.REFUSED;
    }
}
