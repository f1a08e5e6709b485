package dev.duologue.redis;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Moments and times in microseconds, as the scripts count them: whole numbers that a double holds exactly. */
final class Micros {

    /** 2^53 − 1, in June of 2255. */
    static final long MOST = (1L << 53) - 1;

    private static final Duration LONGEST = Duration.of(MOST, ChronoUnit.MICROS);

    private Micros() {}

    /** Rounds up, so that no time above zero becomes none; what is too long to count becomes the longest there is. */
    static long of(Duration time) {
        if (time.compareTo(LONGEST) >= 0) {
            return MOST;
        }
        return (time.toNanos() + 999) / 1_000;
    }

    /** Rounds up to milliseconds. */
    static long toMillis(Duration time) {
        return (of(time) + 999) / 1_000;
    }

    /** A score as Redis writes it, which from 7.2 on is "1.76e+15" where many zeros stand at its end. */
    static long score(String written) {
        return written.indexOf('e') < 0 ? Long.parseLong(written) : new BigDecimal(written).longValueExact();
    }

    static Instant instant(long moment) {
        return Instant.EPOCH.plus(moment, ChronoUnit.MICROS);
    }

    static Duration duration(long time) {
        return Duration.of(time, ChronoUnit.MICROS);
    }
}
