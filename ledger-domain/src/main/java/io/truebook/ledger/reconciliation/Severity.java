package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** How soon somebody should look: by amount (in major units) or by age, whichever is worse. */
public enum Severity {
    LOW(0, 0, 168),
    MEDIUM(1_000, 24, 120),
    HIGH(10_000, 72, 72),
    CRITICAL(100_000, 120, 24);

    private final long fromMajor;
    private final long fromHours;
    private final long dueHours;

    Severity(long fromMajor, long fromHours, long dueHours) {
        this.fromMajor = fromMajor;
        this.fromHours = fromHours;
        this.dueHours = dueHours;
    }

    /**
     * By when somebody should have dealt with it: counted from when it was first seen, by how much
     * it mattered then, so that it does not move.
     */
    public static Instant due(FindingCode code, Money amount, Instant firstSeenAt) {
        return firstSeenAt.plus(Duration.ofHours(of(code, amount, Duration.ZERO).dueHours));
    }

    /** How soon it matters now. */
    public static Severity of(FindingCode code, Money amount, Duration age) {
        if (code.status() != FindingCode.Status.OPEN) {
            return LOW;
        }
        // Money we count as ours that nobody confirms is never a small matter.
        var worst = code == FindingCode.MISSING_AT_PROVIDER ? HIGH : LOW;
        long major = Math.absExact(amount.minor()) / powerOfTen(amount.currency().exponent());
        for (var severity : values()) {
            boolean reached = major >= severity.fromMajor || age.toHours() >= severity.fromHours;
            if (reached && severity.compareTo(worst) > 0) {
                worst = severity;
            }
        }
        return worst;
    }

    /** As the API writes it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power = Math.multiplyExact(power, 10L);
        }
        return power;
    }
}
