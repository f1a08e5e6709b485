package dev.duologue.internal;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that extension points run on. One that takes long is no longer counted, so that calls which hang, as all of
 * one chat's may, keep no other chat's from their turn; once nobody waits for it any more, it is interrupted.
 * Thread-safe.
 */
final class ExtensionThreads implements Executor, AutoCloseable {

    /** Enough for slow outside calls of several chats, few enough to be no burden. */
    private static final int THREADS = 32;
    /** With those that hang. As many calls at once as hang within the limit of one: others wait then until they end. */
    private static final int MOST_THREADS = 512;
    /** A call of each connection of a node, if all come back at once; some megabytes. */
    private static final int QUEUE = 50_000;
    /** Much longer than any call that works with this machine only. */
    private static final Duration LONG = Duration.ofMillis(250);

    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Thread, Call> running = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), this::newThread);
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "duologue-extension-watch"));

    /** A call that runs, since when by {@link System#nanoTime}. */
    private record Call(long since) {}

    ExtensionThreads() {
        pool.allowCoreThreadTimeOut(true);
        Future<?> unused =
                timer.scheduleWithFixedDelay(this::watch, LONG.toMillis(), LONG.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(() -> {
            Call call = new Call(System.nanoTime());
            running.put(Thread.currentThread(), call);
            try {
                task.run();
            } finally {
                running.remove(Thread.currentThread());
                // An interrupt that came late is not the next call's.
                boolean unused = Thread.interrupted();
            }
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
        pool.shutdownNow();
    }

    private void watch() {
        long now = System.nanoTime();
        int hanging = 0;
        for (Map.Entry<Thread, Call> one : running.entrySet()) {
            long took = now - one.getValue().since();
            if (took > LONG.toNanos()) {
                hanging++;
            }
            // Asked again each time: a call may have caught the first one and gone on.
            if (took > Extensions.LIMIT.toNanos()) {
                one.getKey().interrupt();
            }
        }
        // Twice as many, as those that follow may hang too, and each has 5 s in all.
        size(Math.min(MOST_THREADS, THREADS + 2 * hanging));
    }

    /** The most is never below the core, whichever way the size goes. */
    private void size(int threads) {
        if (threads > pool.getCorePoolSize()) {
            pool.setMaximumPoolSize(threads);
            pool.setCorePoolSize(threads);
        } else if (threads < pool.getCorePoolSize()) {
            pool.setCorePoolSize(threads);
            pool.setMaximumPoolSize(threads);
        }
    }

    private Thread newThread(Runnable task) {
        return daemon(task, "duologue-extension-" + numbers.incrementAndGet());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
