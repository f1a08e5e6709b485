package dev.duologue.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One timer for all chats of a service. It looks at the injected clock every 100 ms, which is as fine as deadlines need,
 * so that a test moves time by hand and thousands of chats cost one thread. Thread-safe.
 */
final class CoarseTimer implements AutoCloseable {

    static final Duration TICK = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(CoarseTimer.class);

    private final InstantSource clock;
    private final ScheduledExecutorService thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final TreeSet<Alarm> alarms =
            new TreeSet<>(Comparator.comparing(Alarm::due).thenComparingLong(Alarm::number));
    private long numbers;

    CoarseTimer(InstantSource clock) {
        this.clock = clock;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "duologue-timer");
            thread.setDaemon(true);
            return thread;
        });
        // The task catches its own failures: nothing comes back by the future.
        Future<?> unused =
                thread.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs a task on the timer's thread once the clock has gone on by this much; the task must not block. */
    Alarm in(Duration delay, Runnable task) {
        return at(clock.instant().plus(delay), task);
    }

    /** Runs a task on the timer's thread once the clock has come so far; the task must not block. */
    Alarm at(Instant due, Runnable task) {
        lock.lock();
        try {
            Alarm alarm = new Alarm(due, numbers++, task);
            alarms.add(alarm);
            return alarm;
        } finally {
            lock.unlock();
        }
    }

    void cancel(Alarm alarm) {
        lock.lock();
        try {
            alarms.remove(alarm);
        } finally {
            lock.unlock();
        }
    }

    /** Runs a task on the timer's thread after milliseconds of real time, whatever the injected clock says. */
    void soon(long millis, Runnable task) {
        try {
            Future<?> unused = thread.schedule(() -> runOne(task), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: nothing is timed any more");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void tick() {
        for (Alarm alarm : takeDue()) {
            runOne(alarm.task());
        }
    }

    private List<Alarm> takeDue() {
        Instant now = clock.instant();
        List<Alarm> due = new ArrayList<>();
        lock.lock();
        try {
            while (!alarms.isEmpty() && !alarms.first().due().isAfter(now)) {
                due.add(alarms.first());
                alarms.remove(alarms.first());
            }
        } finally {
            lock.unlock();
        }
        return due;
    }

    private static void runOne(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            // The timer must survive, also an error; the class alone, as messages may quote what people wrote.
            LOG.error("a timed task failed: {}", e.getClass().getName());
        }
    }

    /** A task and when it is due; the number keeps those of one instant apart. */
    record Alarm(Instant due, long number, Runnable task) {}
}
