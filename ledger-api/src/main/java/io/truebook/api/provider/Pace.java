package io.truebook.api.provider;

import java.time.Duration;
import java.time.Instant;

/**
 * How many calls a second a connection gets: as many as there are, until the provider complains.
 *
 * <p>A complaint takes a tenth of what was measured, a second one in the same second leaves half of
 * it: who is over a limit hears so many times, and one complaint a minute must not end in one call
 * a second. From then on it grows by a twentieth a second. After an outage it begins with {@link
 * #FIRST} and doubles up to what was too much. So what has piled up comes back as a slope and not
 * as a wall.
 */
final class Pace {

    /** Calls in the first second after an outage, and the least there ever are. */
    static final int FIRST = 10;

    private static final double LEAST = 1;

    /** What one complaint leaves. */
    private static final double ISOLATED = 0.9;

    private static final double UNMEASURED = 5_000;
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** What may be saved up: about what is due between two looks for work. */
    private static final double BURST_SECONDS = 0.5;

    private final double most;
    private double perSecond;
    private double careful = Double.MAX_VALUE;
    private double saved;
    private Instant seenAt = Instant.MIN;
    private Instant notBefore = Instant.MIN;
    private Instant slowedAt = Instant.MIN;
    private double measured;
    private Instant secondBegan = Instant.MIN;
    private int thisSecond;
    private int lastSecond;

    /**
     * @param most calls a second, 0 for as many as there are
     */
    Pace(int most) {
        this.most = most == 0 ? Double.MAX_VALUE : most;
        this.perSecond = this.most;
    }

    /** How many of the calls that could be made may be made now. */
    synchronized int take(int wanted, Instant now) {
        flow(now);
        if (now.isBefore(notBefore)) {
            return 0;
        }
        int taken = isUnlimited() ? wanted : Math.min(wanted, (int) saved);
        if (!isUnlimited()) {
            saved -= taken;
        }
        thisSecond += taken;
        return taken;
    }

    synchronized void giveBack(int unused) {
        thisSecond = Math.max(0, thisSecond - unused);
        if (!isUnlimited()) {
            saved += unused;
        }
    }

    /** The provider says that there are too many; nothing goes out before the pause is over. */
    synchronized void slowDown(Duration pause, Instant now) {
        flow(now);
        notBefore = latest(notBefore, now.plus(pause));
        if (slowedAt.equals(Instant.MIN) || !now.isBefore(slowedAt.plus(SECOND))) {
            slowedAt = now;
            measured = Math.min(perSecond, Math.max(thisSecond, lastSecond));
            slowTo(measured * ISOLATED);
        } else {
            // However many: those that were under way together complain together.
            slowTo(measured / 2);
        }
    }

    private void slowTo(double calls) {
        careful = Math.max(LEAST, calls);
        perSecond = careful;
        saved = 0;
    }

    /** It has come back from an outage. */
    synchronized void startSlowly(Instant now) {
        flow(now);
        perSecond = Math.min(most, FIRST);
        saved = Math.min(saved, FIRST * BURST_SECONDS);
    }

    /** Calls a second that are allowed now; infinite where nothing limits them. */
    synchronized double perSecond() {
        return isUnlimited() ? Double.POSITIVE_INFINITY : perSecond;
    }

    private boolean isUnlimited() {
        return perSecond >= UNMEASURED && most == Double.MAX_VALUE;
    }

    private void flow(Instant now) {
        measure(now);
        if (seenAt.equals(Instant.MIN) || now.isBefore(seenAt)) {
            seenAt = now;
            saved = firstBurst();
            return;
        }
        double seconds = Duration.between(seenAt, now).toNanos() / 1e9;
        seenAt = now;
        saved = Math.min(saved + perSecond * seconds, burst());
        perSecond = Math.min(most, grown(seconds));
    }

    private double grown(double seconds) {
        return perSecond < careful
                ? Math.min(careful, perSecond * Math.pow(2, seconds))
                : perSecond * Math.pow(1.05, seconds);
    }

    private double firstBurst() {
        return isUnlimited() ? 0 : burst();
    }

    private double burst() {
        return Math.max(1, perSecond * BURST_SECONDS);
    }

    private void measure(Instant now) {
        if (now.isBefore(plus(secondBegan, SECOND))) {
            return;
        }
        lastSecond = now.isBefore(plus(secondBegan, SECOND.multipliedBy(2))) ? thisSecond : 0;
        thisSecond = 0;
        secondBegan = now;
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant plus(Instant time, Duration duration) {
        return time.equals(Instant.MIN) ? time : time.plus(duration);
    }
}
