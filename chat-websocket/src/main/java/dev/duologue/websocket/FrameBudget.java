package dev.duologue.websocket;

import java.time.Duration;
import java.time.Instant;

/**
 * How many frames a connection may send: so many at once, then so many a second. Not thread-safe: a connection's frames
 * come one at a time.
 */
final class FrameBudget {

    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double burst;
    private double left;
    private Instant filled;

    FrameBudget(double perSecond, double burst, Instant now) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.left = burst;
        this.filled = now;
    }

    /** Whether one more is within the budget; takes it if so. */
    boolean take(Instant now) {
        if (Double.isInfinite(perSecond)) {
            return true;
        }
        double seconds = Duration.between(filled, now).toNanos() / NANOS;
        // A clock that was set back gives nothing and takes nothing.
        left = Math.min(burst, left + Math.max(0, seconds) * perSecond);
        filled = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
