package dev.duologue.internal;

import dev.duologue.ChatStoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the store, for at most a second, and turns whatever goes wrong into {@link ChatStoreException}. */
final class StoreCall {

    /** Participants are told within this time that the store is away. */
    private static final long LIMIT_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(StoreCall.class);

    private StoreCall() {}

    /** The answer; already complete if the store's is, so that the store in memory costs no thread and no timer. */
    static <T> CompletableFuture<T> answer(Supplier<CompletionStage<T>> call) {
        return inTime(asked(call));
    }

    /** Asks and hands the answer on. */
    static <T> void ask(Supplier<CompletionStage<T>> call, Consumer<T> answered, Consumer<Throwable> failed) {
        hear(answer(call), answered, failed);
    }

    /** Asks and hands the answer on, also one that comes after the call had failed for want of it. */
    static <T> void ask(
            Supplier<CompletionStage<T>> call, Consumer<T> answered, Consumer<Throwable> failed, Consumer<T> late) {
        CompletableFuture<T> asked = asked(call);
        hear(inTime(asked), answered, failure -> {
            // In this order: when somebody is told of the failure, and may try again, a late answer is listened for.
            hear(
                    asked,
                    late,
                    again -> LOG.debug("nothing came late: {}", again.getClass().getName()));
            failed.accept(failure);
        });
    }

    /** Hands an answer on; a fault of whoever takes it is logged, as nobody waits for it. */
    static <T> void hear(CompletableFuture<T> answer, Consumer<T> answered, Consumer<Throwable> failed) {
        if (answer.isDone() && !answer.isCompletedExceptionally()) {
            // As most answers of the store in memory: no stages are made for what is here.
            taken(() -> answered.accept(answer.getNow(null)));
            return;
        }
        CompletableFuture<?> unused = answer.handle((value, failure) -> {
            taken(() -> {
                if (failure == null) {
                    answered.accept(value);
                } else {
                    failed.accept(Extensions.unwrapped(failure));
                }
            });
            return true;
        });
    }

    private static void taken(Runnable step) {
        try {
            step.run();
        } catch (Throwable fault) {
            LOG.error(
                    "an answer of the store could not be taken: {}",
                    fault.getClass().getName());
        }
    }

    private static <T> CompletableFuture<T> asked(Supplier<CompletionStage<T>> call) {
        try {
            return call.get().toCompletableFuture();
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static <T> CompletableFuture<T> inTime(CompletableFuture<T> asked) {
        if (!asked.isDone()) {
            return checked(asked.copy().orTimeout(LIMIT_MILLIS, TimeUnit.MILLISECONDS));
        }
        boolean good = !asked.isCompletedExceptionally() && asked.getNow(null) != null;
        return good ? asked : checked(asked);
    }

    private static <T> CompletableFuture<T> checked(CompletableFuture<T> answer) {
        return answer.handle((value, failure) -> {
            if (failure != null) {
                throw asStoreException(Extensions.unwrapped(failure));
            }
            if (value == null) {
                throw new ChatStoreException("the store gave null");
            }
            return value;
        });
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
