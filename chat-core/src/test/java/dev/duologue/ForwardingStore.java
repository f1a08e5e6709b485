package dev.duologue;

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
import java.util.function.Supplier;

/** Passes all on to a real store; what a test wants to go wrong it overrides. */
class ForwardingStore implements ChatStore {

    private final ChatStore store;

    ForwardingStore(ChatStore store) {
        this.store = store;
    }

    /** What every operation goes through. */
    <T> CompletionStage<T> pass(String operation, Supplier<CompletionStage<T>> call) {
        return call.get();
    }

    @Override
    public CompletionStage<Boolean> create(NewChat chat) {
        return pass("create", () -> store.create(chat));
    }

    @Override
    public CompletionStage<StoreAnswer.Find> find(String chatId) {
        return pass("find", () -> store.find(chatId));
    }

    @Override
    public CompletionStage<StoreAnswer.Attempt> countAttempt(String chatId, Side side, AttemptTable table) {
        return pass("countAttempt", () -> store.countAttempt(chatId, side, table));
    }

    @Override
    public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
        return pass("claimSeat", () -> store.claimSeat(claim, watcher));
    }

    @Override
    public CompletionStage<Boolean> releaseSeat(String chatId, Side side, long epoch) {
        return pass("releaseSeat", () -> store.releaseSeat(chatId, side, epoch));
    }

    @Override
    public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
        return pass("append", () -> store.append(message));
    }

    @Override
    public CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit) {
        return pass("readAfter", () -> store.readAfter(chatId, seq, limit));
    }

    @Override
    public CompletionStage<Boolean> signal(String chatId, Side side, Signal signal) {
        return pass("signal", () -> store.signal(chatId, side, signal));
    }

    @Override
    public CompletionStage<StoreAnswer.Touch> touch(String chatId, Side side) {
        return pass("touch", () -> store.touch(chatId, side));
    }

    @Override
    public CompletionStage<StoreAnswer.Find> reissue(String chatId, Side side, InvitationDigests secrets) {
        return pass("reissue", () -> store.reissue(chatId, side, secrets));
    }

    @Override
    public CompletionStage<StoreAnswer.End> end(String chatId, Ending ending) {
        return pass("end", () -> store.end(chatId, ending));
    }

    @Override
    public CompletionStage<StoreAnswer.End> expire(String chatId) {
        return pass("expire", () -> store.expire(chatId));
    }

    @Override
    public CompletionStage<Map<String, Pulse>> pulses(Collection<String> chatIds) {
        return pass("pulses", () -> store.pulses(chatIds));
    }

    @Override
    public void close() {
        store.close();
    }
}
