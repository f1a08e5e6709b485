package dev.duologue.tck;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A clock for tests, which stands still until it is told to go on. Thread-safe. */
public final class SettableClock implements InstantSource {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2023-12-05T12:09:12.345678Z"));

    /** Makes a clock that stands at a moment of December 2023, with microseconds. */
    public SettableClock() {}

    @Override
    public Instant instant() {
        return Objects.requireNonNull(now.get(), "never set to null");
    }

    /**
     * Sets the clock on.
     *
     * @param time how far; back, where it is below zero
     */
    public void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }
}
