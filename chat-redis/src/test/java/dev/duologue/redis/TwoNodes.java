package dev.duologue.redis;

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
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Two nodes as one store: each operation goes to the other one than the operation before. Thread-safe. */
final class TwoNodes implements ChatStore {

    private final ChatStore one;
    private final ChatStore other;
    private final AtomicInteger turn = new AtomicInteger();

    TwoNodes(ChatStore one, ChatStore other) {
        this.one = one;
        this.other = other;
    }

    private ChatStore next() {
        return turn.getAndIncrement() % 2 == 0 ? one : other;
    }

    @Override
    public CompletionStage<Boolean> create(NewChat chat) {
        return next().create(chat);
    }

    @Override
    public CompletionStage<StoreAnswer.Find> find(String chatId) {
        return next().find(chatId);
    }

    @Override
    public CompletionStage<StoreAnswer.Attempt> countAttempt(String chatId, Side side, AttemptTable table) {
        return next().countAttempt(chatId, side, table);
    }

    @Override
    public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
        return next().claimSeat(claim, watcher);
    }

    @Override
    public CompletionStage<Boolean> releaseSeat(String chatId, Side side, long epoch) {
        return next().releaseSeat(chatId, side, epoch);
    }

    @Override
    public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
        return next().append(message);
    }

    @Override
    public CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit) {
        return next().readAfter(chatId, seq, limit);
    }

    @Override
    public CompletionStage<Boolean> signal(String chatId, Side side, Signal signal) {
        return next().signal(chatId, side, signal);
    }

    @Override
    public CompletionStage<StoreAnswer.Touch> touch(String chatId, Side side) {
        return next().touch(chatId, side);
    }

    @Override
    public CompletionStage<StoreAnswer.Find> reissue(String chatId, Side side, InvitationDigests secrets) {
        return next().reissue(chatId, side, secrets);
    }

    @Override
    public CompletionStage<StoreAnswer.End> end(String chatId, Ending ending) {
        return next().end(chatId, ending);
    }

    @Override
    public CompletionStage<StoreAnswer.End> expire(String chatId) {
        return next().expire(chatId);
    }

    @Override
    public CompletionStage<Map<String, Pulse>> pulses(Collection<String> chatIds) {
        return next().pulses(chatIds);
    }

    /** The nodes stay for the next test. */
    @Override
    public void close() {}
}
