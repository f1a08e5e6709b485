package dev.duologue.internal;

import dev.duologue.UnavailableException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many calls be under way at once; the others wait in line. Where thousands come back at the same moment, as after a
 * server was restarted, each call is then answered in its time, instead of all being answered too late; and who is in
 * a chat meets a short queue. Each call must end by itself, within a time of its own. Thread-safe.
 */
final class Turns {

    /** More than a node has connections; some megabytes. */
    private static final int MOST_WAITING = 50_000;

    private final Duration patience;
    private final Queue<Waiting<?>> line = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile int most;

    /**
     * Makes turns for calls of one kind.
     *
     * @param most how many may be under way
     * @param patience whoever waited longer when their turn comes is told that nothing was done
     */
    Turns(int most, Duration patience) {
        this.most = most;
        this.patience = patience;
    }

    /** Somebody in line. */
    private static final class Waiting<T> {

        private final Supplier<CompletableFuture<T>> call;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private final long since = System.nanoTime();

        Waiting(Supplier<CompletableFuture<T>> call) {
            this.call = call;
        }

        CompletableFuture<T> begin() {
            return call.get().whenComplete(this::answered);
        }

        void answered(@Nullable T value, @Nullable Throwable failure) {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        }
    }

    /**
     * Makes a call, at once or when its turn comes.
     *
     * @param call must not throw
     * @return the call's answer; fails with {@link UnavailableException} if its turn came too late, or the line is full
     */
    <T> CompletableFuture<T> take(Supplier<CompletableFuture<T>> call) {
        if (!line.isEmpty() || !begin()) {
            Waiting<T> waiting = new Waiting<>(call);
            if (!line.offer(waiting)) {
                return CompletableFuture.failedFuture(tooMany());
            }
            // Whoever was under way may have ended meanwhile.
            next();
            return waiting.answer;
        }
        CompletableFuture<T> answer = call.get();
        end(answer);
        next();
        return answer;
    }

    /** From now on nobody waits, as there is no later. */
    void hurry() {
        most = Integer.MAX_VALUE;
        next();
    }

    /** No recursion where calls are answered at once, as those of the store in memory are: the line may be long. */
    private void next() {
        while (!line.isEmpty() && begin()) {
            Waiting<?> waiting = line.poll();
            if (waiting == null) {
                underWay.decrementAndGet();
            } else if (System.nanoTime() - waiting.since > patience.toNanos()) {
                underWay.decrementAndGet();
                waiting.answer.completeExceptionally(tooMany());
            } else {
                end(waiting.begin());
            }
        }
    }

    private void end(CompletableFuture<?> answer) {
        if (answer.isDone()) {
            underWay.decrementAndGet();
        } else {
            CompletableFuture<?> unused = answer.whenComplete((value, failure) -> {
                underWay.decrementAndGet();
                next();
            });
        }
    }

    private static UnavailableException tooMany() {
        return new UnavailableException("too many come in at once");
    }

    private boolean begin() {
        int now = underWay.get();
        while (now < most) {
            if (underWay.compareAndSet(now, now + 1)) {
                return true;
            }
            now = underWay.get();
        }
        return false;
    }
}
