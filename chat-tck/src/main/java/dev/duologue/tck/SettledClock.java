package dev.duologue.tck;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is told to go on. Thread-safe, as long as one thread moves it. */
final class SettledClock implements InstantSource {

    private volatile Instant now = Instant.parse("2023-12-05T12:09:12Z");

    @Override
    public Instant instant() {
        return now;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread moves it.
    void pass(Duration time) {
        now = now.plus(time);
    }
}
