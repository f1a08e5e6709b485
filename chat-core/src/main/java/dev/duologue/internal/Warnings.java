package dev.duologue.internal;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Warns of what may go wrong a thousand times a second, as when all clients come back to a store that is away: of each
 * kind at once, then once a second with the number, so that a fault fills no disk. Thread-safe.
 */
final class Warnings {

    private static final long EVERY = Duration.ofSeconds(1).toNanos();
    /** Kinds are few: what was asked and how it failed. Of others beyond, each is told. */
    private static final int MOST_KINDS = 256;

    private final Logger log;
    private final LongSupplier nanoTime;
    private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

    /**
     * Begins with nothing told.
     *
     * @param log where to warn
     * @param nanoTime the time, as of {@link System#nanoTime}
     */
    Warnings(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /** Something went wrong; the words are the kind, and the same each time. */
    void warn(String what) {
        Kind kind = kinds.get(what);
        if (kind == null) {
            kind = kinds.size() < MOST_KINDS ? kinds.computeIfAbsent(what, unknown -> new Kind()) : new Kind();
        }
        long untold = kind.due(nanoTime.getAsLong());
        if (untold == 1) {
            log.warn(what);
        } else if (untold > 1) {
            log.warn("{} ({} times since this was told last)", what, untold);
        }
    }

    /** When a kind was told last, and how often it came since. */
    private static final class Kind {

        private static final long NEVER = Long.MIN_VALUE;

        private final AtomicLong untold = new AtomicLong();
        private final AtomicLong told = new AtomicLong(NEVER);

        /** How often it came, if that is to be told now; else 0. */
        long due(long now) {
            untold.incrementAndGet();
            long last = told.get();
            boolean due = last == NEVER || now - last >= EVERY;
            return due && told.compareAndSet(last, now) ? untold.getAndSet(0) : 0;
        }
    }
}
