package dev.duologue.tck.faults;

import dev.duologue.Deadline;
import dev.duologue.Ending;
import dev.duologue.Side;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.StoreAnswer.Ended;
import dev.duologue.spi.StoreAnswer.Gone;
import dev.duologue.spi.StoreAnswer.Live;
import dev.duologue.spi.StoreAnswer.Page;
import dev.duologue.spi.StoreAnswer.Touched;
import dev.duologue.spi.StoredChat;
import dev.duologue.spi.Tombstone;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Faults in how chats begin, last and end. */
final class LifeFaults {

    private LifeFaults() {}

    private static boolean endedBySomebody(StoreAnswer.Find answer) {
        return answer instanceof Gone gone
                && gone.tombstone().isPresent()
                && gone.tombstone().get().ending().reason() == Ending.Reason.ENDED;
    }

    private static boolean endedByDeadline(StoreAnswer.Find answer) {
        return answer instanceof Gone gone && gone.tombstone().isPresent() && !endedBySomebody(answer);
    }

    static final class CreateIsNotRepeatable extends RelayingStore {
        private final Set<String> hosts = ConcurrentHashMap.newKeySet();

        CreateIsNotRepeatable(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<Boolean> create(NewChat chat) {
            return hosts.add(chat.hostDigest()) ? super.create(chat) : CompletableFuture.completedFuture(false);
        }
    }

    /** Looks whether the id is free, then takes it: whoever looks in between sees it free as well. */
    static final class IdsAreTakenInTwoSteps extends RelayingStore {
        private static final Executor SECOND_STEP = CompletableFuture.delayedExecutor(40, TimeUnit.MILLISECONDS);

        IdsAreTakenInTwoSteps(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<Boolean> create(NewChat chat) {
            if (now(super.find(chat.id())) instanceof Gone gone
                    && gone.tombstone().isEmpty()) {
                return CompletableFuture.supplyAsync(() -> super.create(chat), SECOND_STEP)
                        .thenCompose(answer -> answer)
                        .thenApply(takenForFree -> true);
            }
            return super.create(chat);
        }
    }

    static final class ReadsDoNotMeetDeadlines extends RelayingStore {
        ReadsDoNotMeetDeadlines(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit) {
            return endedByDeadline(now(super.find(chatId)))
                    ? CompletableFuture.completedFuture(new Page(List.of(), 1))
                    : super.readAfter(chatId, seq, limit);
        }
    }

    static final class SignalsDoNotMeetDeadlines extends RelayingStore {
        SignalsDoNotMeetDeadlines(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<Boolean> signal(String chatId, Side side, Signal signal) {
            return endedByDeadline(now(super.find(chatId)))
                    ? CompletableFuture.completedFuture(true)
                    : super.signal(chatId, side, signal);
        }
    }

    static final class ReadableAfterTheEnd extends RelayingStore {
        private final Map<String, StoreAnswer.Read> copies = new ConcurrentHashMap<>();

        ReadableAfterTheEnd(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.End> end(String chatId, Ending ending) {
            copies.putIfAbsent(chatId, now(super.readAfter(chatId, 0, 1_000)));
            return super.end(chatId, ending);
        }

        @Override
        public CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit) {
            StoreAnswer.Read copy = copies.get(chatId);
            return copy != null && endedBySomebody(now(super.find(chatId)))
                    ? CompletableFuture.completedFuture(copy)
                    : super.readAfter(chatId, seq, limit);
        }
    }

    static final class TouchBringsBack extends RelayingStore {
        private final Map<String, Live> copies = new ConcurrentHashMap<>();
        private final Set<String> back = ConcurrentHashMap.newKeySet();

        TouchBringsBack(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.End> end(String chatId, Ending ending) {
            if (now(super.find(chatId)) instanceof Live live) {
                copies.put(chatId, live);
            }
            return super.end(chatId, ending);
        }

        @Override
        public CompletionStage<StoreAnswer.Touch> touch(String chatId, Side side) {
            Live copy = copies.get(chatId);
            if (copy == null || !endedBySomebody(now(super.find(chatId)))) {
                return super.touch(chatId, side);
            }
            back.add(chatId);
            return CompletableFuture.completedFuture(new Touched(copy.chat().deadline()));
        }

        @Override
        public CompletionStage<StoreAnswer.Find> find(String chatId) {
            return back.contains(chatId) ? CompletableFuture.completedFuture(copies.get(chatId)) : super.find(chatId);
        }
    }

    static final class TombstonesStay extends RelayingStore {
        private final Map<String, Gone> gone = new ConcurrentHashMap<>();

        TombstonesStay(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.End> end(String chatId, Ending ending) {
            return super.end(chatId, ending).thenApply(answer -> {
                if (answer instanceof Ended ended) {
                    gone.put(chatId, new Gone(Optional.of(ended.tombstone())));
                }
                return answer;
            });
        }

        @Override
        public CompletionStage<StoreAnswer.Find> find(String chatId) {
            return super.find(chatId)
                    .thenApply(answer -> answer instanceof Gone known ? gone.getOrDefault(chatId, known) : answer);
        }
    }

    static final class NamesInAscii extends RelayingStore {
        NamesInAscii(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Find> find(String chatId) {
            return super.find(chatId)
                    .thenApply(answer -> answer instanceof Live live
                            ? new Live(StoredChats.withParticipants(live.chat(), NamesInAscii::ascii))
                            : answer);
        }

        private static StoredChat.Participant ascii(StoredChat.Participant one) {
            return new StoredChat.Participant(
                    one.name().replaceAll("[^ -~]", "?"),
                    one.secrets(),
                    one.everIn(),
                    one.attempts(),
                    one.sinceLastAttempt());
        }
    }

    static final class TombstonesKnowTheFirstLinks extends RelayingStore {
        private final Map<String, NewChat> born = new ConcurrentHashMap<>();

        TombstonesKnowTheFirstLinks(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<Boolean> create(NewChat chat) {
            born.putIfAbsent(chat.id(), chat);
            return super.create(chat);
        }

        @Override
        public CompletionStage<StoreAnswer.End> end(String chatId, Ending ending) {
            NewChat chat = born.get(chatId);
            return super.end(chatId, ending).thenApply(answer -> {
                if (chat == null || !(answer instanceof Ended ended)) {
                    return answer;
                }
                Tombstone tombstone = new Tombstone(
                        ended.tombstone().ending(),
                        ended.tombstone().at(),
                        chat.first().secrets().link(),
                        chat.second().secrets().link(),
                        ended.tombstone().hostDigest());
                return new Ended(tombstone, ended.won());
            });
        }
    }

    static final class WhoeverEndsWins extends RelayingStore {
        WhoeverEndsWins(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.End> end(String chatId, Ending ending) {
            return super.end(chatId, ending)
                    .thenApply(answer -> answer instanceof Ended ended ? new Ended(ended.tombstone(), true) : answer);
        }
    }

    static final class NobodyWinsAMetDeadline extends RelayingStore {
        private final Set<String> met = ConcurrentHashMap.newKeySet();

        NobodyWinsAMetDeadline(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Find> find(String chatId) {
            return super.find(chatId).thenApply(answer -> {
                if (endedByDeadline(answer)) {
                    met.add(chatId);
                }
                return answer;
            });
        }

        @Override
        public CompletionStage<StoreAnswer.End> expire(String chatId) {
            return super.expire(chatId)
                    .thenApply(answer -> answer instanceof Ended ended && met.contains(chatId)
                            ? new Ended(ended.tombstone(), false)
                            : answer);
        }
    }

    static final class PulsesOfQuietChatsAreLeftOut extends RelayingStore {
        PulsesOfQuietChatsAreLeftOut(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<Map<String, Pulse>> pulses(Collection<String> chatIds) {
            return super.pulses(chatIds).thenApply(pulses -> {
                Map<String, Pulse> busy = new HashMap<>(pulses);
                busy.values().removeIf(pulse -> pulse.last() == 0);
                return busy;
            });
        }
    }

    static final class StayingIsNotCounted extends RelayingStore {
        StayingIsNotCounted(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<Map<String, Pulse>> pulses(Collection<String> chatIds) {
            return super.pulses(chatIds).thenApply(pulses -> {
                Map<String, Pulse> uncounted = new HashMap<>(pulses);
                uncounted.replaceAll(
                        (id, pulse) -> new Pulse(pulse.last(), pulse.generation(), 0, pulse.first(), pulse.second()));
                return uncounted;
            });
        }
    }

    static final class ClosingAgainFails extends RelayingStore {
        private final AtomicBoolean closed = new AtomicBoolean();

        ClosingAgainFails(ChatStore sound) {
            super(sound);
        }

        @Override
        public void close() {
            if (closed.getAndSet(true)) {
                throw new IllegalStateException("closed already");
            }
            super.close();
        }
    }

    static final class OfTwoClocksTheLifetimeWins extends RelayingStore {
        OfTwoClocksTheLifetimeWins(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Find> find(String chatId) {
            return super.find(chatId).thenApply(answer -> {
                if (!(answer instanceof Live live) || !endTogether(live.chat())) {
                    return answer;
                }
                Deadline deadline = live.chat().deadline();
                return new Live(StoredChats.withDeadline(
                        live.chat(), new Deadline(deadline.at(), deadline.in(), Deadline.Reason.LIFETIME)));
            });
        }

        private static boolean endTogether(StoredChat chat) {
            return chat.deadline().reason() == Deadline.Reason.NEVER_ENTERED
                    && chat.times().entry().equals(chat.times().lifetime());
        }
    }
}
