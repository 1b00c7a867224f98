package io.truebook.ledger.reconciliation;

/**
 * What a comparison can find, as a closed list: two runs name the same difference the same way.
 *
 * <p>The constants are public for ever. Some cannot be found yet: they belong to legs that are not
 * compared so far, and are reserved so that nobody gives them another meaning.
 */
public enum FindingCode {
    MATCHED("Both sides agree in amount and currency", Status.MATCHED),
    TIMING("Seen on one side, and the other side is still within its time", Status.TIMING),
    MISSING_IN_LEDGER("The provider has it, the ledger does not", Status.OPEN),
    MISSING_AT_PROVIDER("The ledger has booked it, no settlement row shows it", Status.OPEN),
    STATUS_MISMATCH("Both have it, in another state", Status.OPEN),
    AMOUNT_MISMATCH("Both have it, for another amount", Status.OPEN),
    CURRENCY_MISMATCH("Both have it, in another currency", Status.OPEN),
    FEE_MISMATCH("The fee booked is not the fee settled", Status.OPEN),
    FX_DIFFERENCE("The conversion differs in rate or rounding", Status.OPEN),
    DUPLICATE_AT_PROVIDER("One operation of ours, two movements at the provider", Status.OPEN),
    DUPLICATE_IN_LEDGER("One movement at the provider, booked twice", Status.OPEN),
    ORPHAN_REFUND("A refund of a charge nobody knows", Status.OPEN),
    ORPHAN_DISPUTE("A dispute of a charge nobody knows", Status.OPEN),
    STALE_UNKNOWN("An operation without an answer, past its due time", Status.OPEN),
    PAYOUT_MISMATCH("A payout is not the sum of its rows", Status.OPEN),
    BANK_ONLY("The bank has a credit no payout explains", Status.OPEN),
    BANK_SHORT("The bank has less than the payout, or nothing", Status.OPEN),
    UNKNOWN_ROW("A settlement row of a category the ledger does not know", Status.OPEN),
    FILE_INTEGRITY("The settlement files themselves do not fit together", Status.OPEN);

    /** Whether a finding needs somebody. */
    public enum Status {
        MATCHED,
        TIMING,
        OPEN
    }

    private final String meaning;
    private final Status status;

    FindingCode(String meaning, Status status) {
        this.meaning = meaning;
        this.status = status;
    }

    /** One sentence for people. */
    public String meaning() {
        return meaning;
    }

    public Status status() {
        return status;
    }
}
