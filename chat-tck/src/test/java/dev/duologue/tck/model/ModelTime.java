package dev.duologue.tck.model;

import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.ChatTimes;
import java.time.Duration;
import java.util.List;

/**
 * The times of a model, in quarters of a step. Only whole steps pass, and no clock runs for whole steps, so nothing is
 * ever due at the very moment of an operation; no two clocks that start together or one after the other run out at once.
 */
final class ModelTime {

    static final long STEP = 4;
    static final long ENTRY = 50;
    static final long IDLE = 26;
    static final long LIFETIME = 161;
    static final long TOMBSTONE = 22;
    static final long WAIT = 10;

    /** Long, as a whole run of operations counts as one moment where real time passes. */
    private static final Duration QUARTER = Duration.ofMinutes(1);

    Duration of(long quarters) {
        return QUARTER.multipliedBy(quarters);
    }

    ChatTimes chatTimes() {
        return new ChatTimes(of(ENTRY), of(IDLE), of(LIFETIME), Duration.ZERO, of(TOMBSTONE));
    }

    /** Two tries without a wait, one after a wait, and the last. */
    AttemptTable attempts() {
        return new AttemptTable(List.of(Duration.ZERO, of(WAIT), Duration.ZERO));
    }

    static long waitAfter(int attempts) {
        return attempts == 2 ? WAIT : 0;
    }
}
