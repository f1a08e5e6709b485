package dev.duologue.websocket;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Holds messages back while the way out is crowded. One thread at a time checks, any thread tells that the way is free
 * again. Thread-safe.
 */
final class Valve {

    private final BooleanSupplier crowded;
    private final Runnable pause;
    private final Runnable proceed;
    private final AtomicBoolean held = new AtomicBoolean();

    Valve(BooleanSupplier crowded, Runnable pause, Runnable proceed) {
        this.crowded = crowded;
        this.pause = pause;
        this.proceed = proceed;
    }

    /** Something went into the queue of the way out. */
    void check() {
        if (!crowded.getAsBoolean()) {
            return;
        }
        // In this order, and each time: who drains the queue meanwhile must not proceed before the pause, as nobody
        // would proceed after it.
        pause.run();
        held.set(true);
        if (!crowded.getAsBoolean()) {
            drained();
        }
    }

    /** The queue has become short again. */
    void drained() {
        if (held.compareAndSet(true, false)) {
            proceed.run();
        }
    }
}
