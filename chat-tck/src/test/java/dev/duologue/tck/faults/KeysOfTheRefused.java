package dev.duologue.tck.faults;

import dev.duologue.Message;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.StoreAnswer.Live;
import dev.duologue.spi.StoreAnswer.Page;
import dev.duologue.spi.Watcher;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Raises the generation for a key that it does not know, also where nothing else comes of the operation. */
final class KeysOfTheRefused extends RelayingStore {

    private final Predicate<Object> refused;
    private final Map<String, Long> raised = new ConcurrentHashMap<>();

    KeysOfTheRefused(ChatStore sound, Predicate<Object> refused) {
        super(sound);
        this.refused = refused;
    }

    private <A> A heard(String chatId, long lastKeySeen, A answer) {
        if (refused.test(answer) && lastKeySeen > lastKey(chatId)) {
            raised.merge(chatId, 1L, Long::sum);
        }
        return answer;
    }

    private long lastKey(String chatId) {
        List<Message> messages = ((Page) now(super.readAfter(chatId, 0, 1_000_000))).messages();
        return messages.isEmpty() ? 0 : messages.get(messages.size() - 1).key().micros();
    }

    @Override
    public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
        return super.claimSeat(claim, watcher).thenApply(answer -> heard(claim.chatId(), claim.lastKeySeen(), answer));
    }

    @Override
    public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
        return super.append(message).thenApply(answer -> heard(message.chatId(), message.lastKeySeen(), answer));
    }

    @Override
    public CompletionStage<StoreAnswer.Find> find(String chatId) {
        return super.find(chatId)
                .thenApply(answer -> answer instanceof Live live
                        ? new Live(StoredChats.withPulse(
                                live.chat(), raised(live.chat().pulse(), raised.getOrDefault(chatId, 0L))))
                        : answer);
    }

    private static Pulse raised(Pulse pulse, long by) {
        return new Pulse(pulse.last(), pulse.generation() + by, pulse.stays(), pulse.first(), pulse.second());
    }
}
