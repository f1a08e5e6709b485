package dev.duologue.internal;

import dev.duologue.ChatStoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the store, for at most a second, and turns whatever goes wrong into {@link ChatStoreException}. */
final class StoreCall {

    /** Participants are told within this time that the store is away. */
    private static final long LIMIT_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(StoreCall.class);

    private StoreCall() {}

    /** The answer; already complete if the store's is, so that the store in memory costs no thread and no timer. */
    static <T extends @Nullable Object> CompletableFuture<T> answer(Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> answer;
        try {
            answer = call.get().toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(asStoreException(e));
        }
        if (answer.isDone()) {
            return answer.isCompletedExceptionally() ? translated(answer) : answer;
        }
        return translated(answer.copy().orTimeout(LIMIT_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** Asks and hands the answer on. */
    static <T> void ask(Supplier<CompletionStage<T>> call, Consumer<T> answered, Consumer<Throwable> failed) {
        hear(answer(call), answered, failed);
    }

    /** Hands an answer on; a fault of whoever takes it is logged, as nobody waits for it. */
    static <T> void hear(CompletableFuture<T> answer, Consumer<T> answered, Consumer<Throwable> failed) {
        CompletableFuture<?> unused = answer.handle((value, failure) -> {
                    if (failure == null) {
                        answered.accept(value);
                    } else {
                        failed.accept(Extensions.unwrapped(failure));
                    }
                    return true;
                })
                .exceptionally(fault -> {
                    LOG.error(
                            "an answer of the store could not be taken: {}",
                            Extensions.unwrapped(fault).getClass().getName());
                    return false;
                });
    }

    private static <T extends @Nullable Object> CompletableFuture<T> translated(CompletableFuture<T> answer) {
        return answer.exceptionallyCompose(
                failure -> CompletableFuture.failedFuture(asStoreException(Extensions.unwrapped(failure))));
    }

    private static ChatStoreException asStoreException(Throwable failure) {
        if (failure instanceof ChatStoreException known) {
            return known;
        }
        if (failure instanceof TimeoutException) {
            return new ChatStoreException("the store did not answer within " + LIMIT_MILLIS + " ms");
        }
        return new ChatStoreException("the store failed: " + failure.getClass().getName(), failure);
    }
}
