package dev.duologue;

import java.time.Duration;
import java.time.Instant;

/**
 * The moment at which a chat ends by itself. Immutable and thread-safe.
 *
 * @param at the moment by the store's clock
 * @param in how long from the answer on, never negative; use this rather than comparing {@code at} with another clock
 * @param reason which of the clocks runs out first
 */
public record Deadline(Instant at, Duration in, Reason reason) {

    /** Which clock a deadline belongs to. */
    public enum Reason {
        /** Until both have been in once. */
        NEVER_ENTERED,
        /** Nobody wrote; started anew by each message and by {@code stay}. */
        IDLE,
        /** The longest that a chat may last. */
        LIFETIME
    }
}
