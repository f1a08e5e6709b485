package dev.duologue.internal;

import dev.duologue.UnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls extension points where they can do no harm: on an executor, never on the caller's thread, within 5 s. What
 * throws, gives null or takes too long fails that one call. Thread-safe.
 */
final class Extensions implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Extensions.class);
    /** Enough for slow outside calls of several chats, few enough to be no burden. */
    private static final int THREADS = 32;
    /** What waits beyond would time out before its turn. */
    private static final int QUEUE = 10_000;

    private final Executor executor;
    private final Optional<ThreadPoolExecutor> owned;

    Extensions(Optional<Executor> given) {
        this.owned = given.isPresent() ? Optional.empty() : Optional.of(newPool());
        this.executor = given.orElseGet(owned::orElseThrow);
    }

    /** Runs a task that asks extension points, each by {@link #ask}. */
    <T> CompletableFuture<T> run(Supplier<T> task) {
        try {
            return within(CompletableFuture.supplyAsync(task, executor));
        } catch (RejectedExecutionException e) {
            LOG.warn("too many calls of extension points wait");
            return CompletableFuture.failedFuture(
                    new UnavailableException("too many calls of extension points wait", e));
        }
    }

    /** Asks one extension point, inside of {@link #run}. */
    static <T> T ask(String point, Supplier<@Nullable T> question) {
        @Nullable T answer;
        try {
            answer = question.get();
        } catch (RuntimeException e) {
            // By class name only: what an extension point throws may quote the secret it worked on.
            LOG.warn("{} threw {}", point, e.getClass().getName());
            throw new UnavailableException(point + " threw " + e.getClass().getName());
        }
        if (answer == null) {
            LOG.warn("{} gave null", point);
            throw new UnavailableException(point + " gave null");
        }
        return answer;
    }

    /** Waits for what an extension point gives later. */
    static <T> CompletableFuture<T> await(String point, CompletionStage<T> stage) {
        return within(stage.toCompletableFuture().copy()).handle((answer, failure) -> {
            if (failure == null) {
                return ask(point, () -> answer);
            }
            throw asUnavailable(point, failure);
        });
    }

    @Override
    public void close() {
        owned.ifPresent(ThreadPoolExecutor::shutdownNow);
    }

    private static UnavailableException asUnavailable(String point, Throwable failure) {
        Throwable cause = unwrapped(failure);
        LOG.warn("{} failed: {}", point, cause.getClass().getName());
        return new UnavailableException(point + " failed: " + cause.getClass().getName());
    }

    private static <T> CompletableFuture<T> within(CompletableFuture<T> future) {
        return future.isDone()
                ? future
                : future.orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(timed(unwrapped(failure))));
    }

    private static Throwable timed(Throwable failure) {
        if (failure instanceof TimeoutException) {
            LOG.warn("an extension point took over {} s", LIMIT.toSeconds());
            return new UnavailableException("an extension point took over " + LIMIT.toSeconds() + " s");
        }
        return failure;
    }

    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static ThreadPoolExecutor newPool() {
        AtomicInteger numbers = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), task -> {
                    Thread thread = new Thread(task, "duologue-extension-" + numbers.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
