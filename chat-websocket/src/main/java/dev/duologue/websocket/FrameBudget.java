package dev.duologue.websocket;

/**
 * How many frames a connection may send: so many at once, then so many a second. Not thread-safe: a connection's frames
 * come one at a time. Times are in milliseconds since 1970.
 */
final class FrameBudget {

    private static final double MILLIS = 1e3;

    private final double perSecond;
    private final double burst;
    private double left;
    private long filled;

    FrameBudget(double perSecond, double burst, long now) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.left = burst;
        this.filled = now;
    }

    /** Whether one more is within the budget; takes it if so. */
    boolean take(long now) {
        if (Double.isInfinite(perSecond)) {
            return true;
        }
        double seconds = (now - filled) / MILLIS;
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
