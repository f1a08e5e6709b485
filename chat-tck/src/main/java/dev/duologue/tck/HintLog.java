package dev.duologue.tck;

import dev.duologue.spi.Hint;
import dev.duologue.spi.Watcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Keeps the hints for one seat, and waits for one that is to come. Thread-safe. */
final class HintLog implements Watcher {

    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<Hint> hints = new ArrayList<>();

    HintLog(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void hint(Hint hint) {
        lock.lock();
        try {
            hints.add(hint);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is a hint of a kind. */
    <H extends Hint> H await(Class<H> kind) {
        return await(kind, any -> true);
    }

    /** Waits until there is a certain hint. */
    <H extends Hint> H await(Class<H> kind, Predicate<H> which) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (true) {
                for (H hint : of(kind)) {
                    if (which.test(hint)) {
                        return hint;
                    }
                }
                if (left <= 0) {
                    throw new AssertionError(
                            "no such " + kind.getSimpleName() + " hint within " + patience + ", but " + hints);
                }
                left = more.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a hint", e);
        } finally {
            lock.unlock();
        }
    }

    /** The hints of a kind that came so far. */
    <H extends Hint> List<H> of(Class<H> kind) {
        List<H> some = new ArrayList<>();
        for (Hint hint : all()) {
            if (kind.isInstance(hint)) {
                some.add(kind.cast(hint));
            }
        }
        return some;
    }

    /** All hints that came so far. */
    List<Hint> all() {
        lock.lock();
        try {
            return List.copyOf(hints);
        } finally {
            lock.unlock();
        }
    }
}
