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

/** Passes all on to a real store; what a test wants to go wrong it overrides. */
class ForwardingStore implements ChatStore {

    private final ChatStore store;

    ForwardingStore(ChatStore store) {
        this.store = store;
    }

    @Override
    public CompletionStage<Boolean> create(NewChat chat) {
        return store.create(chat);
    }

    @Override
    public CompletionStage<StoreAnswer.Find> find(String chatId) {
        return store.find(chatId);
    }

    @Override
    public CompletionStage<StoreAnswer.Attempt> countAttempt(String chatId, Side side, AttemptTable table) {
        return store.countAttempt(chatId, side, table);
    }

    @Override
    public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
        return store.claimSeat(claim, watcher);
    }

    @Override
    public CompletionStage<Boolean> releaseSeat(String chatId, Side side, long epoch) {
        return store.releaseSeat(chatId, side, epoch);
    }

    @Override
    public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
        return store.append(message);
    }

    @Override
    public CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit) {
        return store.readAfter(chatId, seq, limit);
    }

    @Override
    public CompletionStage<Boolean> signal(String chatId, Side side, Signal signal) {
        return store.signal(chatId, side, signal);
    }

    @Override
    public CompletionStage<StoreAnswer.Touch> touch(String chatId, Side side) {
        return store.touch(chatId, side);
    }

    @Override
    public CompletionStage<StoreAnswer.Find> reissue(String chatId, Side side, InvitationDigests secrets) {
        return store.reissue(chatId, side, secrets);
    }

    @Override
    public CompletionStage<StoreAnswer.End> end(String chatId, Ending ending) {
        return store.end(chatId, ending);
    }

    @Override
    public CompletionStage<StoreAnswer.End> expire(String chatId) {
        return store.expire(chatId);
    }

    @Override
    public CompletionStage<Map<String, Pulse>> pulses(Collection<String> chatIds) {
        return store.pulses(chatIds);
    }

    @Override
    public void close() {
        store.close();
    }
}
