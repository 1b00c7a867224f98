package io.truebook.ledger.money;

/**
 * A currency of our table: its ISO 4217 code and the number of digits of its minor unit.
 *
 * <p>The exponent is the standard's; what a provider puts on the wire is the adapter's matter.
 */
public record Currency(String code, int exponent) {

    @Override
    public String toString() {
        return code;
    }
}
