package dev.duologue.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class SendBucketProperties {

    private static final Instant START = Instant.parse("2023-12-05T12:09:12Z");

    @Property
    void who_waits_as_long_as_told_gets_a_token(
            @ForAll @DoubleRange(min = 0.01, max = 10_000) double perSecond,
            @ForAll @IntRange(min = 1, max = 100) int burst,
            @ForAll @Size(min = 1, max = 300) List<@LongRange(max = 3_000_000_000L) Long> nanosBetween) {
        SendBucket bucket = new SendBucket(perSecond, burst, START);
        Instant now = START;
        for (long nanos : nanosBetween) {
            now = now.plusNanos(nanos);
            Duration wait = bucket.take(now);
            if (!wait.isZero()) {
                now = now.plus(wait);
                assertThat(bucket.take(now)).isEqualTo(Duration.ZERO);
            }
        }
    }

    @Property
    void nobody_gets_more_than_the_burst_and_the_rate(
            @ForAll @DoubleRange(min = 0.1, max = 100) double perSecond,
            @ForAll @IntRange(min = 1, max = 50) int burst,
            @ForAll @Size(min = 1, max = 300) List<@LongRange(max = 100_000_000L) Long> nanosBetween) {
        SendBucket bucket = new SendBucket(perSecond, burst, START);
        Instant now = START;
        int taken = 0;
        for (long nanos : nanosBetween) {
            now = now.plusNanos(nanos);
            taken += bucket.take(now).isZero() ? 1 : 0;
        }
        double seconds = Duration.between(START, now).toNanos() / 1e9;
        assertThat((double) taken).isLessThanOrEqualTo(burst + seconds * perSecond + 1e-6);
    }

    @Example
    void a_clock_that_was_set_back_gives_nothing() {
        SendBucket bucket = new SendBucket(1, 1, START);
        assertThat(bucket.take(START)).isZero();
        assertThat(bucket.take(START.minusSeconds(60))).isPositive();
    }

    @Example
    void an_endless_rate_never_makes_anybody_wait() {
        SendBucket bucket = new SendBucket(Double.POSITIVE_INFINITY, 1, START);
        for (int i = 0; i < 1_000; i++) {
            assertThat(bucket.take(START)).isZero();
        }
    }
}
