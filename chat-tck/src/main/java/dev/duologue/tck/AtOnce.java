package dev.duologue.tck;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Has several threads ask at the same time, and waits no longer than the service would. */
final class AtOnce {

    /** As long as the service waits for an extension point. */
    private static final long LIMIT_SECONDS = 5;

    private static final int THREADS = 8;

    private AtOnce() {}

    /** What so many calls give, in their order; they begin together, on several threads. */
    static <T> List<T> all(int calls, IntFunction<T> call) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CountDownLatch ready = new CountDownLatch(Math.min(calls, THREADS));
        try {
            List<CompletableFuture<T>> answers = IntStream.range(0, calls)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> {
                                ready.countDown();
                                awaitAll(ready);
                                return call.apply(i);
                            },
                            threads))
                    .toList();
            return answers.stream().map(AtOnce::answer).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    /** What a stage gives; fails the test if that takes longer than the service would wait. */
    static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture()
                    .copy()
                    .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new AssertionError("there was no answer within " + LIMIT_SECONDS + " s, or a failure", e.getCause());
        }
    }

    private static void awaitAll(CountDownLatch ready) {
        try {
            if (!ready.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the threads did not all begin");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
