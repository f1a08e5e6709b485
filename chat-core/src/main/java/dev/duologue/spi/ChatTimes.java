package dev.duologue.spi;

import java.time.Duration;
import java.util.Objects;

/**
 * The clocks of one chat. None has a bound above: a store that cannot count so far takes the longest time that it can.
 * Immutable and thread-safe.
 *
 * @param entry how long a chat waits until both have been in once
 * @param idle how long a chat lasts after the last message or {@code stay}, from when both have been in once
 * @param lifetime how long a chat lasts at the most
 * @param warning how long before a deadline both are told; cut to half of the clock it belongs to where it is longer
 * @param tombstone how long it is known after the end that there was a chat
 */
public record ChatTimes(Duration entry, Duration idle, Duration lifetime, Duration warning, Duration tombstone) {

    /** Entry 30 min, idle 15 min, lifetime 4 h, warning 2 min before, tombstone 10 min. */
    public static final ChatTimes DEFAULT = new ChatTimes(
            Duration.ofMinutes(30),
            Duration.ofMinutes(15),
            Duration.ofHours(4),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10));

    /**
     * Makes the clocks.
     *
     * @param entry until both have been in once
     * @param idle after the last message
     * @param lifetime at the most
     * @param warning before a deadline
     * @param tombstone after the end
     * @throws IllegalArgumentException if one is negative, or entry, idle or lifetime is zero
     */
    public ChatTimes {
        requirePositive(entry, "entry");
        requirePositive(idle, "idle");
        requirePositive(lifetime, "lifetime");
        if (warning.isNegative()) {
            throw new IllegalArgumentException("warning must not be negative: " + warning);
        }
        if (tombstone.isNegative()) {
            throw new IllegalArgumentException("tombstone must not be negative: " + tombstone);
        }
    }

    private static void requirePositive(Duration time, String name) {
        Objects.requireNonNull(time, name);
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(name + " must be above zero: " + time);
        }
    }
}
