package dev.duologue.tck.faults;

import dev.duologue.Ending;
import dev.duologue.Side;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Hint;
import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.Watcher;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A sound store as it might be at the other end of a network: does things, answers and hints in other threads. */
final class SlowStore extends RelayingStore {

    private static final Executor LATER =
            CompletableFuture.delayedExecutor(2, TimeUnit.MILLISECONDS, ForkJoinPool.commonPool());

    SlowStore(ChatStore sound) {
        super(sound);
    }

    private static <A> CompletionStage<A> later(Supplier<CompletionStage<A>> operation) {
        return CompletableFuture.supplyAsync(operation, ForkJoinPool.commonPool())
                .thenCompose(stage -> stage)
                .thenApplyAsync(answer -> answer, LATER);
    }

    private static Watcher later(Watcher watcher) {
        return (Hint hint) -> {
            LATER.execute(() -> watcher.hint(hint));
            LATER.execute(() -> watcher.hint(hint));
        };
    }

    @Override
    public CompletionStage<Boolean> create(NewChat chat) {
        return later(() -> super.create(chat));
    }

    @Override
    public CompletionStage<StoreAnswer.Find> find(String chatId) {
        return later(() -> super.find(chatId));
    }

    @Override
    public CompletionStage<StoreAnswer.Attempt> countAttempt(String chatId, Side side, AttemptTable table) {
        return later(() -> super.countAttempt(chatId, side, table));
    }

    @Override
    public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
        return later(() -> super.claimSeat(claim, later(watcher)));
    }

    @Override
    public CompletionStage<Boolean> releaseSeat(String chatId, Side side, long epoch) {
        return later(() -> super.releaseSeat(chatId, side, epoch));
    }

    @Override
    public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
        return later(() -> super.append(message));
    }

    @Override
    public CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit below 1");
        }
        return later(() -> super.readAfter(chatId, seq, limit));
    }

    @Override
    public CompletionStage<Boolean> signal(String chatId, Side side, Signal signal) {
        return later(() -> super.signal(chatId, side, signal));
    }

    @Override
    public CompletionStage<StoreAnswer.Touch> touch(String chatId, Side side) {
        return later(() -> super.touch(chatId, side));
    }

    @Override
    public CompletionStage<StoreAnswer.Find> reissue(String chatId, Side side, InvitationDigests secrets) {
        return later(() -> super.reissue(chatId, side, secrets));
    }

    @Override
    public CompletionStage<StoreAnswer.End> end(String chatId, Ending ending) {
        return later(() -> super.end(chatId, ending));
    }

    @Override
    public CompletionStage<StoreAnswer.End> expire(String chatId) {
        return later(() -> super.expire(chatId));
    }

    @Override
    public CompletionStage<Map<String, Pulse>> pulses(Collection<String> chatIds) {
        return later(() -> super.pulses(chatIds));
    }
}
