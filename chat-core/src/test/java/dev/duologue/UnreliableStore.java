package dev.duologue;

import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Hint;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.Watcher;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A real store whose hints get lost, doubled, delayed and into another order, and whose answers come late and from other
 * threads, by a seed. The store itself stays the truth. Thread-safe.
 */
final class UnreliableStore extends ForwardingStore {

    private static final int MOST_DELAY_MICROS = 5_000;

    private final Random random;
    private final int faultsOfHundred;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
    private volatile Predicate<Hint> lost = hint -> false;

    UnreliableStore(ChatStore store, long seed, int faultsOfHundred) {
        super(store);
        this.random = new Random(seed);
        this.faultsOfHundred = faultsOfHundred;
    }

    /** All hints of a kind are lost from now on. */
    void lose(Predicate<Hint> hints) {
        lost = hints;
    }

    @Override
    public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
        return super.claimSeat(claim, hint -> carry(watcher, hint));
    }

    private void carry(Watcher watcher, Hint hint) {
        if (lost.test(hint) || goesWrong()) {
            return;
        }
        deliver(watcher, hint);
        if (goesWrong()) {
            deliver(watcher, hint);
        }
    }

    private void deliver(Watcher watcher, Hint hint) {
        if (goesWrong()) {
            var unused = threads.schedule(() -> watcher.hint(hint), delay(), TimeUnit.MICROSECONDS);
        } else {
            watcher.hint(hint);
        }
    }

    @Override
    <T> CompletionStage<T> pass(String operation, Supplier<CompletionStage<T>> call) {
        CompletionStage<T> answer = call.get();
        if (!goesWrong()) {
            return answer;
        }
        CompletableFuture<T> late = new CompletableFuture<>();
        var unused = threads.schedule(
                () -> answer.whenComplete((value, failure) -> {
                    if (failure == null) {
                        late.complete(value);
                    } else {
                        late.completeExceptionally(failure);
                    }
                }),
                delay(),
                TimeUnit.MICROSECONDS);
        return late;
    }

    private boolean goesWrong() {
        return random.nextInt(100) < faultsOfHundred;
    }

    private int delay() {
        return random.nextInt(MOST_DELAY_MICROS);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        super.close();
    }
}
