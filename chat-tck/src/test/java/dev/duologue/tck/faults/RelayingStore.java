package dev.duologue.tck.faults;

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

/** Passes everything on to a sound store in memory; a fault overrides what it breaks. */
class RelayingStore implements ChatStore {

    private final ChatStore sound;

    RelayingStore(ChatStore sound) {
        this.sound = sound;
    }

    /** The answer of the sound store, which is there at once. */
    static <A> A now(CompletionStage<A> stage) {
        return stage.toCompletableFuture().join();
    }

    @Override
    public CompletionStage<Boolean> create(NewChat chat) {
        return sound.create(chat);
    }

    @Override
    public CompletionStage<StoreAnswer.Find> find(String chatId) {
        return sound.find(chatId);
    }

    @Override
    public CompletionStage<StoreAnswer.Attempt> countAttempt(String chatId, Side side, AttemptTable table) {
        return sound.countAttempt(chatId, side, table);
    }

    @Override
    public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
        return sound.claimSeat(claim, watcher);
    }

    @Override
    public CompletionStage<Boolean> releaseSeat(String chatId, Side side, long epoch) {
        return sound.releaseSeat(chatId, side, epoch);
    }

    @Override
    public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
        return sound.append(message);
    }

    @Override
    public CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit) {
        return sound.readAfter(chatId, seq, limit);
    }

    @Override
    public CompletionStage<Boolean> signal(String chatId, Side side, Signal signal) {
        return sound.signal(chatId, side, signal);
    }

    @Override
    public CompletionStage<StoreAnswer.Touch> touch(String chatId, Side side) {
        return sound.touch(chatId, side);
    }

    @Override
    public CompletionStage<StoreAnswer.Find> reissue(String chatId, Side side, InvitationDigests secrets) {
        return sound.reissue(chatId, side, secrets);
    }

    @Override
    public CompletionStage<StoreAnswer.End> end(String chatId, Ending ending) {
        return sound.end(chatId, ending);
    }

    @Override
    public CompletionStage<StoreAnswer.End> expire(String chatId) {
        return sound.expire(chatId);
    }

    @Override
    public CompletionStage<Map<String, Pulse>> pulses(Collection<String> chatIds) {
        return sound.pulses(chatIds);
    }

    @Override
    public void close() {
        sound.close();
    }
}
