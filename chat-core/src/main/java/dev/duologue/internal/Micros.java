package dev.duologue.internal;

import java.time.Duration;
import java.time.Instant;

/** Moments and times in microseconds, the unit of message keys: cheap to add and compare. */
final class Micros {

    private static final long PER_SECOND = 1_000_000;
    private static final int NANOS = 1_000;

    private Micros() {}

    static long of(Instant moment) {
        return moment.getEpochSecond() * PER_SECOND + moment.getNano() / NANOS;
    }

    /** Rounds up, so that no time above zero becomes none; what is too long to count becomes the longest there is. */
    static long of(Duration time) {
        if (time.getSeconds() >= Long.MAX_VALUE / PER_SECOND) {
            return Long.MAX_VALUE;
        }
        return time.getSeconds() * PER_SECOND + (time.getNano() + NANOS - 1) / NANOS;
    }

    /** A moment some time later; the last moment there is, where that is too late to count. */
    static long after(long moment, long time) {
        long sum = moment + time;
        return sum < moment ? Long.MAX_VALUE : sum;
    }

    static Instant instant(long moment) {
        return Instant.ofEpochSecond(
                Math.floorDiv(moment, PER_SECOND), Math.floorMod(moment, PER_SECOND) * (long) NANOS);
    }

    static Duration duration(long time) {
        return Duration.ofSeconds(time / PER_SECOND, time % PER_SECOND * NANOS);
    }
}
