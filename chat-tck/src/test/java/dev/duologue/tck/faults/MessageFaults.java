package dev.duologue.tck.faults;

import dev.duologue.ChatStoreException;
import dev.duologue.Deadline;
import dev.duologue.Message;
import dev.duologue.MessageKey;
import dev.duologue.Side;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Hint;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.StoreAnswer.Appended;
import dev.duologue.spi.StoreAnswer.Live;
import dev.duologue.spi.StoreAnswer.Page;
import dev.duologue.spi.Watcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Faults in messages, reading and signals. */
final class MessageFaults {

    private static final int ALL = 1_000_000;

    private MessageFaults() {}

    private static NewMessage withId(NewMessage message, String id) {
        return new NewMessage(
                message.chatId(), message.side(), message.epoch(), message.lastKeySeen(), id, message.text());
    }

    private static Message with(Message message, long seq, long micros) {
        return new Message(seq, new MessageKey(micros, message.name()), message.side(), message.id(), message.text());
    }

    /** Tells each message in another way, wherever it is told. */
    private abstract static class Retelling extends RelayingStore {
        Retelling(ChatStore sound) {
            super(sound);
        }

        abstract Message retell(String chatId, Message message);

        @Override
        public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
            return super.append(message)
                    .thenApply(answer -> answer instanceof Appended appended
                            ? new Appended(
                                    retell(message.chatId(), appended.message()),
                                    appended.repeated(),
                                    appended.generation(),
                                    appended.peerPresent())
                            : answer);
        }

        @Override
        public CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit) {
            return super.readAfter(chatId, seq, limit)
                    .thenApply(answer -> answer instanceof Page page
                            ? new Page(
                                    page.messages().stream()
                                            .map(message -> retell(chatId, message))
                                            .toList(),
                                    page.generation())
                            : answer);
        }

        @Override
        public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
            return super.claimSeat(
                    claim,
                    hint -> watcher.hint(
                            hint instanceof Hint.Arrived arrived
                                    ? new Hint.Arrived(retell(claim.chatId(), arrived.message()), arrived.generation())
                                    : hint));
        }
    }

    /** Appends a message once more where it takes it for a new one. */
    private abstract static class Doubling extends RelayingStore {
        private final AtomicInteger doubles = new AtomicInteger();

        Doubling(ChatStore sound) {
            super(sound);
        }

        abstract boolean doubles(NewMessage message, Appended first);

        @Override
        public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
            StoreAnswer.Append answer = now(super.append(message));
            if (!(answer instanceof Appended first) || !first.repeated() || !doubles(message, first)) {
                return CompletableFuture.completedFuture(answer);
            }
            return super.append(withId(message, "d" + doubles.incrementAndGet()));
        }
    }

    static final class RepeatsDouble extends Doubling {
        RepeatsDouble(ChatStore sound) {
            super(sound);
        }

        @Override
        boolean doubles(NewMessage message, Appended first) {
            return true;
        }
    }

    /** Compares with each side's last message only. */
    static final class LateRepeatsDouble extends Doubling {
        LateRepeatsDouble(ChatStore sound) {
            super(sound);
        }

        @Override
        boolean doubles(NewMessage message, Appended first) {
            Page later =
                    (Page) now(super.readAfter(message.chatId(), first.message().seq(), ALL));
            return later.messages().stream().anyMatch(other -> other.side() == message.side());
        }
    }

    /** Does what {@code ZADD} without {@code NX} does: a member that is there moves to the new score. */
    static final class LateRepeatsMove extends RelayingStore {
        private final Map<String, List<Message>> moved = new ConcurrentHashMap<>();

        LateRepeatsMove(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
            return super.append(message).thenApply(answer -> {
                if (answer instanceof Appended appended && appended.repeated()) {
                    List<Message> some = moved.computeIfAbsent(message.chatId(), id -> new CopyOnWriteArrayList<>());
                    some.remove(appended.message());
                    some.add(appended.message());
                }
                return answer;
            });
        }

        @Override
        public CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit) {
            return super.readAfter(chatId, seq, limit).thenApply(answer -> {
                if (!(answer instanceof Page page)) {
                    return answer;
                }
                List<Message> messages = new ArrayList<>(page.messages());
                for (Message one : moved.getOrDefault(chatId, List.of())) {
                    if (messages.remove(one)) {
                        messages.add(one);
                    }
                }
                return new Page(messages, page.generation());
            });
        }
    }

    /** Takes keys from a clock that is a second behind the one that deadlines are taken from. */
    static final class KeysByAnotherClock extends Retelling {
        private static final long BEHIND = 1_000_000;

        private final Map<String, Long> clockKeys = new ConcurrentHashMap<>();

        KeysByAnotherClock(ChatStore sound) {
            super(sound);
        }

        @Override
        Message retell(String chatId, Message message) {
            long key = message.key().micros();
            // A key that was raised above one that was seen is not by any clock.
            boolean byClock = key - clockKeys.computeIfAbsent(chatId, first -> key) < 60 * BEHIND;
            return byClock ? with(message, message.seq(), key - BEHIND) : message;
        }
    }

    /** Waits in the calling thread, as a pool of connections does. */
    static final class AppendWaitsForAConnection extends RelayingStore {
        private final Semaphore connections = new Semaphore(1);

        AppendWaitsForAConnection(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
            try {
                connections.acquire();
            } catch (InterruptedException e) {
                return CompletableFuture.failedFuture(new ChatStoreException("interrupted", e));
            }
            try {
                return super.append(message);
            } finally {
                connections.release();
            }
        }
    }

    static final class SeqsHaveGaps extends Retelling {
        SeqsHaveGaps(ChatStore sound) {
            super(sound);
        }

        @Override
        Message retell(String chatId, Message message) {
            return with(message, message.seq() * 2, message.key().micros());
        }

        @Override
        public CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit) {
            return super.readAfter(chatId, seq / 2, limit);
        }
    }

    /** Takes the time in milliseconds for the key. */
    static final class KeysMayBeEqual extends Retelling {
        private final Map<String, Message> retold = new ConcurrentHashMap<>();
        private final Map<String, Long> lastKeys = new ConcurrentHashMap<>();

        KeysMayBeEqual(ChatStore sound) {
            super(sound);
        }

        @Override
        Message retell(String chatId, Message message) {
            return retold.computeIfAbsent(chatId + ':' + message.seq(), place -> {
                long key = message.key().micros();
                return with(
                        message,
                        message.seq(),
                        lastKeys.merge(chatId, key, (last, next) -> next - last < 1_000 ? last : next));
            });
        }
    }

    static final class NoFences extends RelayingStore {
        NoFences(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
            if (now(super.find(message.chatId())) instanceof Live live) {
                long current = live.chat().pulse().of(message.side()).epoch();
                return super.append(new NewMessage(
                        message.chatId(),
                        message.side(),
                        current,
                        message.lastKeySeen(),
                        message.id(),
                        message.text()));
            }
            return super.append(message);
        }
    }

    static final class NoBounds extends RelayingStore {
        NoBounds(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<Boolean> create(NewChat chat) {
            return super.create(
                    new NewChat(chat.id(), chat.first(), chat.second(), chat.hostDigest(), chat.times(), ALL, ALL));
        }
    }

    static final class AppendTrustsItsLastKey extends RelayingStore {
        AppendTrustsItsLastKey(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
            return super.append(
                    new NewMessage(message.chatId(), message.side(), message.epoch(), 0, message.id(), message.text()));
        }
    }

    static final class MessagesDoNotRestartTheClock extends RelayingStore {
        private final Map<String, Deadline> deadlines = new ConcurrentHashMap<>();

        MessagesDoNotRestartTheClock(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
            if (now(super.find(message.chatId())) instanceof Live live
                    && live.chat().deadline().reason() == Deadline.Reason.IDLE) {
                deadlines.putIfAbsent(message.chatId(), live.chat().deadline());
            }
            return super.append(message);
        }

        @Override
        public CompletionStage<StoreAnswer.Find> find(String chatId) {
            return super.find(chatId)
                    .thenApply(answer -> answer instanceof Live live && deadlines.containsKey(chatId)
                            ? new Live(StoredChats.withDeadline(live.chat(), deadlines.get(chatId)))
                            : answer);
        }
    }

    static final class WritersAreToldTheirOwn extends RelayingStore {
        private final Map<String, Watcher> watchers = new ConcurrentHashMap<>();

        WritersAreToldTheirOwn(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
            watchers.put(claim.chatId() + claim.side(), watcher);
            return super.claimSeat(claim, watcher);
        }

        @Override
        public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
            return super.append(message).thenApply(answer -> {
                if (answer instanceof Appended appended) {
                    watchers.get(message.chatId() + message.side())
                            .hint(new Hint.Arrived(appended.message(), appended.generation()));
                }
                return answer;
            });
        }
    }

    /** Changes the messages of a page. */
    private abstract static class Repaging extends RelayingStore {
        private final UnaryOperator<List<Message>> change;

        Repaging(ChatStore sound, UnaryOperator<List<Message>> change) {
            super(sound);
            this.change = change;
        }

        @Override
        public CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit) {
            return super.readAfter(chatId, seq, limit)
                    .thenApply(answer -> answer instanceof Page page
                            ? new Page(change.apply(page.messages()), page.generation())
                            : answer);
        }
    }

    static final class SeqsAreSortedAsText extends Repaging {
        SeqsAreSortedAsText(ChatStore sound) {
            super(
                    sound,
                    messages -> messages.stream()
                            .sorted(Comparator.comparing(message -> Long.toString(message.seq())))
                            .toList());
        }
    }

    static final class LimitsTakeTheNewest extends RelayingStore {
        LimitsTakeTheNewest(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit) {
            return super.readAfter(chatId, seq, ALL).thenApply(answer -> {
                if (!(answer instanceof Page page)) {
                    return answer;
                }
                int size = page.messages().size();
                return new Page(page.messages().subList(Math.max(0, size - limit), size), page.generation());
            });
        }
    }

    static final class SignalsRestartTheClock extends RelayingStore {
        SignalsRestartTheClock(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<Boolean> signal(String chatId, Side side, Signal signal) {
            now(super.touch(chatId, side));
            return super.signal(chatId, side, signal);
        }
    }

    /** Loses hints of one kind. */
    private abstract static class Losing extends RelayingStore {
        private final Set<Class<? extends Hint>> lost;

        Losing(ChatStore sound, Class<? extends Hint> lost) {
            super(sound);
            this.lost = Set.of(lost);
        }

        @Override
        public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
            return super.claimSeat(claim, hint -> {
                if (!lost.contains(hint.getClass())) {
                    watcher.hint(hint);
                }
            });
        }
    }

    static final class ProgressIsNotPassedOn extends Losing {
        ProgressIsNotPassedOn(ChatStore sound) {
            super(sound, Hint.Progressed.class);
        }
    }

    static final class StayingIsNotTold extends Losing {
        StayingIsNotTold(ChatStore sound) {
            super(sound, Hint.DeadlineMoved.class);
        }
    }

    static final class RepeatsTellTheOtherSideOfThen extends RelayingStore {
        private final Map<String, Appended> given = new ConcurrentHashMap<>();

        RepeatsTellTheOtherSideOfThen(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
            return super.append(message).thenApply(answer -> {
                if (!(answer instanceof Appended appended)) {
                    return answer;
                }
                String place = message.chatId() + ':' + appended.message().seq();
                Appended first = given.putIfAbsent(place, appended);
                return first == null
                        ? appended
                        : new Appended(
                                appended.message(), appended.repeated(), first.generation(), first.peerPresent());
            });
        }
    }

    static final class LimitsBelowOneGiveNothing extends RelayingStore {
        LimitsBelowOneGiveNothing(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit) {
            return limit < 1
                    ? CompletableFuture.completedFuture(new Page(List.of(), 1))
                    : super.readAfter(chatId, seq, limit);
        }
    }

    static final class ProgressIsPassedOnAsItCame extends RelayingStore {
        private final Map<String, Signal.Progress> came = new ConcurrentHashMap<>();

        ProgressIsPassedOnAsItCame(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
            return super.claimSeat(claim, hint -> {
                Signal.Progress raw = came.get(claim.chatId() + claim.side().other());
                watcher.hint(
                        hint instanceof Hint.Progressed && raw != null
                                ? new Hint.Progressed(raw.received(), raw.seen())
                                : hint);
            });
        }

        @Override
        public CompletionStage<Boolean> signal(String chatId, Side side, Signal signal) {
            if (signal instanceof Signal.Progress progress) {
                came.put(chatId + side, progress);
            }
            return super.signal(chatId, side, signal);
        }
    }

    /** Tells of a stay that moved no deadline. */
    static final class StayingIsAlwaysTold extends RelayingStore {
        private final Map<String, Watcher> watchers = new ConcurrentHashMap<>();

        StayingIsAlwaysTold(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
            watchers.put(claim.chatId() + claim.side(), watcher);
            return super.claimSeat(claim, watcher);
        }

        @Override
        public CompletionStage<StoreAnswer.Touch> touch(String chatId, Side side) {
            return super.touch(chatId, side).thenApply(answer -> {
                Watcher peer = watchers.get(chatId + side.other());
                if (peer != null
                        && answer instanceof StoreAnswer.Touched touched
                        && touched.deadline().reason() == Deadline.Reason.NEVER_ENTERED) {
                    peer.hint(new Hint.DeadlineMoved(touched.deadline()));
                }
                return answer;
            });
        }
    }
}
