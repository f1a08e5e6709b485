package dev.duologue.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time, in order, on the threads that bring them: no thread of its own, no lock, and no recursion,
 * since a task brought from inside a task waits for its turn. Closed at first: what is brought waits until
 * {@link #open}. Thread-safe.
 */
final class Mailbox {

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** Tasks brought and not finished, and one while closed: whoever raises it from zero runs them all. */
    private final AtomicInteger pending = new AtomicInteger(1);

    void run(Runnable task) {
        if (pending.compareAndSet(0, 1)) {
            // Nobody is here, and nobody waits: most tasks never see the queue.
            runOne(task);
            if (pending.decrementAndGet() > 0) {
                drain();
            }
            return;
        }
        tasks.add(task);
        if (pending.getAndIncrement() == 0) {
            drain();
        }
    }

    /** Runs a task before all that came while this was closed, and lets those run; once. */
    void open(Runnable first) {
        runOne(first);
        if (pending.decrementAndGet() > 0) {
            drain();
        }
    }

    /** How many tasks wait or run. */
    int size() {
        return pending.get();
    }

    private void drain() {
        do {
            Runnable task = tasks.poll();
            if (task != null) {
                runOne(task);
            }
        } while (pending.decrementAndGet() > 0);
    }

    private static void runOne(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            // One bad task must not stop those behind it, also by an error; the class alone, as messages may quote what
            // people wrote.
            LOG.error("a task of a seat failed: {}", e.getClass().getName());
        }
    }
}
