package dev.duologue.internal;

import dev.duologue.UnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    /** As the logger, one for all services. */
    private static final Warnings WARNINGS = new Warnings(LOG, System::nanoTime);

    private final Executor executor;
    private final Optional<ExtensionThreads> owned;

    Extensions(Optional<Executor> given) {
        this.owned = given.isPresent() ? Optional.empty() : Optional.of(new ExtensionThreads());
        this.executor = given.orElseGet(owned::orElseThrow);
    }

    /** Runs a task that asks extension points, each by {@link #ask}. */
    <T> CompletableFuture<T> run(Supplier<T> task) {
        try {
            return within(CompletableFuture.supplyAsync(task, executor));
        } catch (RejectedExecutionException e) {
            String full = "an extension point cannot be asked: too many calls wait, or the service is closed";
            WARNINGS.warn(full);
            return CompletableFuture.failedFuture(new UnavailableException(full, e));
        }
    }

    /** Asks one extension point, inside of {@link #run}. */
    static <T> T ask(String point, Supplier<@Nullable T> question) {
        @Nullable T answer;
        try {
            answer = question.get();
        } catch (Throwable e) {
            // Errors too, as of a class that is missing. By class name only: what an extension point throws may quote
            // the secret it worked on.
            throw unavailable(point, "threw " + e.getClass().getName());
        }
        if (answer == null) {
            throw unavailable(point, "gave null");
        }
        return answer;
    }

    /** Logs what an extension point did wrong, without what it worked on. */
    static UnavailableException unavailable(String point, String wrong) {
        String what = point + " " + wrong;
        WARNINGS.warn(what);
        return new UnavailableException(what);
    }

    /** Waits for what an extension point gives later. */
    static <T> CompletableFuture<T> await(String point, CompletionStage<T> stage) {
        return within(ask(point, stage::toCompletableFuture).copy()).handle((answer, failure) -> {
            if (failure == null) {
                return ask(point, () -> answer);
            }
            throw asUnavailable(point, failure);
        });
    }

    @Override
    public void close() {
        owned.ifPresent(ExtensionThreads::close);
    }

    private static UnavailableException asUnavailable(String point, Throwable failure) {
        Throwable cause = unwrapped(failure);
        return cause instanceof UnavailableException known
                ? known
                : unavailable(point, "failed: " + cause.getClass().getName());
    }

    private static <T> CompletableFuture<T> within(CompletableFuture<T> future) {
        return future.isDone()
                ? future
                : future.orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(timed(unwrapped(failure))));
    }

    private static Throwable timed(Throwable failure) {
        if (failure instanceof TimeoutException) {
            String late = "an extension point took over " + LIMIT.toSeconds() + " s";
            WARNINGS.warn(late);
            return new UnavailableException(late);
        }
        return failure;
    }

    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
