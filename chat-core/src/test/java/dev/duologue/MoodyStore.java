package dev.duologue;

import dev.duologue.spi.ChatStore;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A store that works until a test makes some of its operations fail. Thread-safe. */
final class MoodyStore extends ForwardingStore {

    /** The ways to fail. What is thrown quotes what nobody may see. */
    enum Fault {
        THROWS,
        THROWS_AN_ERROR,
        GIVES_NO_STAGE,
        GIVES_NULL,
        FAILS,
        /** Does its work, but its answer is lost. */
        LOSES_ITS_ANSWER,
        /** Does its work, but answers when told to. */
        ANSWERS_LATE
    }

    private final Queue<Runnable> late = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile Predicate<String> failing = operation -> false;
    private volatile Fault fault = Fault.THROWS;

    MoodyStore(ChatStore store) {
        super(store);
    }

    void fail(String operation, Fault how) {
        fault = how;
        failing = operation::equals;
    }

    void failAll(Fault how) {
        fault = how;
        failing = operation -> true;
    }

    void recover() {
        failing = operation -> false;
    }

    /** Gives the answers that are late. */
    void answer() {
        for (Runnable next = late.poll(); next != null; next = late.poll()) {
            next.run();
        }
    }

    int answersHeld() {
        return late.size();
    }

    /** How many calls failed so far. */
    int failures() {
        return failures.get();
    }

    @Override
    <T> CompletionStage<T> pass(String operation, Supplier<CompletionStage<T>> call) {
        if (!failing.test(operation)) {
            return call.get();
        }
        failures.incrementAndGet();
        return switch (fault) {
            case THROWS -> throw new IllegalStateException(MoodyParts.QUOTED);
            case THROWS_AN_ERROR -> throw new AssertionError(MoodyParts.QUOTED);
            case GIVES_NO_STAGE -> null;
            case GIVES_NULL -> CompletableFuture.completedFuture(null);
            case FAILS -> CompletableFuture.failedFuture(new IllegalStateException(MoodyParts.QUOTED));
            case LOSES_ITS_ANSWER -> call.get().thenCompose(lost -> new CompletableFuture<>());
            case ANSWERS_LATE -> {
                CompletableFuture<Boolean> now = new CompletableFuture<>();
                CompletionStage<T> answer = call.get();
                late.add(() -> now.complete(true));
                yield now.thenCompose(told -> answer);
            }
        };
    }
}
