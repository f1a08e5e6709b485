package dev.duologue.tck;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that goes on when it is told to. Thread-safe. */
public final class SettableClock implements InstantSource {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2023-12-05T12:09:12.345678Z"));

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Sets the clock on, or back by a negative time. */
    public void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }
}
