package dev.duologue.internal;

import java.time.Duration;
import java.time.Instant;

/**
 * A token bucket: so many at once, then so many a second. Not thread-safe: a seat asks from its mailbox.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2697">RFC 2697 for the algorithm</a>
 */
final class SendBucket {

    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double burst;
    private double tokens;
    private Instant filled;

    SendBucket(double perSecond, int burst, Instant now) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.filled = now;
    }

    /** Takes a token; or zero tokens, and tells how long until there is one. */
    Duration take(Instant now) {
        if (Double.isInfinite(perSecond)) {
            return Duration.ZERO;
        }
        fill(now);
        if (tokens >= 1) {
            tokens--;
            return Duration.ZERO;
        }
        return Duration.ofNanos((long) Math.ceil((1 - tokens) / perSecond * NANOS));
    }

    private void fill(Instant now) {
        double seconds = Duration.between(filled, now).toNanos() / NANOS;
        // A clock that was set back gives no tokens and takes none.
        tokens = Math.min(burst, tokens + Math.max(0, seconds) * perSecond);
        filled = now;
    }
}
