package io.truebook.ledger.money;

/**
 * Amounts counted with another number of decimals than ours, as providers do for some currencies;
 * never rounded.
 */
public final class Decimals {

    private static final int MOST = 3;

    private Decimals() {}

    /**
     * The same amount with so many decimals more, or fewer where that is negative.
     *
     * @throws ArithmeticException when it has decimals that would be lost, or does not fit
     */
    public static long moved(long amount, int decimals) {
        long factor = powerOfTen(Math.abs(decimals));
        if (decimals >= 0) {
            return Math.multiplyExact(amount, factor);
        }
        if (amount % factor != 0) {
            throw new ArithmeticException(amount + " has decimals it cannot have");
        }
        return amount / factor;
    }

    /** How many of our minor units one unit with so many decimals fewer has. */
    public static long powerOfTen(int decimals) {
        if (decimals < 0 || decimals > MOST) {
            throw new IllegalArgumentException("No currency has " + decimals + " more");
        }
        long power = 1;
        for (int i = 0; i < decimals; i++) {
            power *= 10;
        }
        return power;
    }
}
