package dev.duologue.websocket.metrics;

import dev.duologue.Ending;
import dev.duologue.Side;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.Watcher;
import io.micrometer.core.instrument.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store whose answers are timed, from the call until its stage completes. Thread-safe. */
final class TimedStore implements ChatStore {

    /** Told of each answer. */
    interface Times {
        void took(StoreOperation operation, long nanos, boolean failed);
    }

    private final ChatStore store;
    private final Clock clock;
    private final Times times;
    private final LongAdder started;
    private final LongAdder messages;

    TimedStore(ChatStore store, Clock clock, Times times, LongAdder started, LongAdder messages) {
        this.store = store;
        this.clock = clock;
        this.times = times;
        this.started = started;
        this.messages = messages;
    }

    @Override
    public CompletionStage<Boolean> create(NewChat chat) {
        return timed(StoreOperation.CREATE, () -> store.create(chat), created -> {
            if (Boolean.TRUE.equals(created)) {
                started.increment();
            }
        });
    }

    @Override
    public CompletionStage<StoreAnswer.Find> find(String chatId) {
        return timed(StoreOperation.FIND, () -> store.find(chatId));
    }

    @Override
    public CompletionStage<StoreAnswer.Attempt> countAttempt(String chatId, Side side, AttemptTable table) {
        return timed(StoreOperation.COUNT_ATTEMPT, () -> store.countAttempt(chatId, side, table));
    }

    @Override
    public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
        return timed(StoreOperation.CLAIM_SEAT, () -> store.claimSeat(claim, watcher));
    }

    @Override
    public CompletionStage<Boolean> releaseSeat(String chatId, Side side, long epoch) {
        return timed(StoreOperation.RELEASE_SEAT, () -> store.releaseSeat(chatId, side, epoch));
    }

    @Override
    public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
        return timed(StoreOperation.APPEND, () -> store.append(message), answer -> {
            if (answer instanceof StoreAnswer.Appended appended && !appended.repeated()) {
                messages.increment();
            }
        });
    }

    @Override
    public CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit) {
        return timed(StoreOperation.READ_AFTER, () -> store.readAfter(chatId, seq, limit));
    }

    @Override
    public CompletionStage<Boolean> signal(String chatId, Side side, Signal signal) {
        return timed(StoreOperation.SIGNAL, () -> store.signal(chatId, side, signal));
    }

    @Override
    public CompletionStage<StoreAnswer.Touch> touch(String chatId, Side side) {
        return timed(StoreOperation.TOUCH, () -> store.touch(chatId, side));
    }

    @Override
    public CompletionStage<StoreAnswer.Find> reissue(String chatId, Side side, InvitationDigests secrets) {
        return timed(StoreOperation.REISSUE, () -> store.reissue(chatId, side, secrets));
    }

    @Override
    public CompletionStage<StoreAnswer.End> end(String chatId, Ending ending) {
        return timed(StoreOperation.END, () -> store.end(chatId, ending));
    }

    @Override
    public CompletionStage<StoreAnswer.End> expire(String chatId) {
        return timed(StoreOperation.EXPIRE, () -> store.expire(chatId));
    }

    @Override
    public CompletionStage<Map<String, Pulse>> pulses(Collection<String> chatIds) {
        return timed(StoreOperation.PULSES, () -> store.pulses(chatIds));
    }

    @Override
    public void close() {
        store.close();
    }

    private <T> CompletionStage<T> timed(StoreOperation operation, Supplier<CompletionStage<T>> call) {
        return timed(operation, call, answer -> {});
    }

    /** Times a call, and shows its answer, which is null where the store is wrong, to somebody who counts. */
    private <T> CompletionStage<T> timed(
            StoreOperation operation, Supplier<CompletionStage<T>> call, Consumer<@Nullable T> counted) {
        long from = clock.monotonicTime();
        CompletionStage<T> stage;
        try {
            stage = call.get();
        } catch (Throwable e) {
            times.took(operation, clock.monotonicTime() - from, true);
            throw e;
        }
        if (stage instanceof CompletableFuture<T> answer && answer.isDone() && !answer.isCompletedExceptionally()) {
            // As most answers of the store in memory: no stages are made for what is here.
            times.took(operation, clock.monotonicTime() - from, false);
            counted.accept(answer.getNow(null));
            return stage;
        }
        return stage.whenComplete((answer, failure) -> {
            times.took(operation, clock.monotonicTime() - from, failure != null);
            counted.accept(answer);
        });
    }
}
