package dev.duologue.internal;

import dev.duologue.Deadline;
import dev.duologue.Ending;
import dev.duologue.Side;
import dev.duologue.spi.ChatEvent;
import dev.duologue.spi.ChatNotifier;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.StoredChat;
import dev.duologue.spi.Tombstone;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chats that this node started or serves: their seats, the watch over their deadlines, the comparison with the
 * store, and what the application is told. Thread-safe.
 */
final class LiveChats implements AutoCloseable {

    /** How long a lost last hint may stay unnoticed. */
    static final Duration COMPARE_EVERY = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(LiveChats.class);
    private static final int COMPARE_AT_ONCE = 500;
    /** How long to leave a store alone that did not answer. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);
    /** Some milliseconds of a store on Redis: enough to get on, and a short queue for who writes. */
    private static final int CHORES_AT_ONCE = 100;

    private static final Duration CHORE_PATIENCE = Duration.ofSeconds(30);

    private final ChatStore store;

    private final InstantSource clock;
    private final Chats.Limits limits;
    private final ChatNotifier notifier;
    private final Extensions extensions;
    private final CoarseTimer timer;
    /** What nobody waits for, and thousands of chats may need at the same moment, as where a connection to a proxy went. */
    private final Turns chores = new Turns(CHORES_AT_ONCE, CHORE_PATIENCE);

    private final Map<String, LiveChat> chats = new ConcurrentHashMap<>();
    /** Chats whose seats missed hints and wait to be compared. */
    private final Set<String> behind = ConcurrentHashMap.newKeySet();

    private final Warnings warnings = new Warnings(LOG, System::nanoTime);
    private final AtomicBoolean comparingBehind = new AtomicBoolean();
    private volatile boolean closed;

    LiveChats(ChatStore store, InstantSource clock, Chats.Limits limits, ChatNotifier notifier, Extensions extensions) {
        this.store = store;
        this.clock = clock;
        this.limits = limits;
        this.notifier = notifier;
        this.extensions = extensions;
        this.timer = new CoarseTimer(clock);
        timer.in(COMPARE_EVERY, this::compareRound);
    }

    ChatStore store() {
        return store;
    }

    InstantSource clock() {
        return clock;
    }

    Chats.Limits limits() {
        return limits;
    }

    CoarseTimer timer() {
        return timer;
    }

    /** How many chats this node watches. */
    int size() {
        return chats.size();
    }

    /** The highest key that a seat of this node knows of in a chat, so that a claim shows it to the store. */
    long lastKeyKnown(String chatId) {
        LiveChat chat = chats.get(chatId);
        return chat == null
                ? 0
                : chat.seats.stream().mapToLong(LiveSeat::lastKey).max().orElse(0);
    }

    /** Watches a chat's deadline from now on, of which the store was asked then. */
    void watch(StoredChat chat, Instant asked) {
        chats.computeIfAbsent(chat.id(), id -> new LiveChat(chat.times()));
        schedule(chat.id(), chat.deadline(), asked);
    }

    /** A seat was claimed, for which the store was asked then. */
    void joined(LiveSeat seat, StoreAnswer.Claimed claimed, Instant asked) {
        StoredChat chat = claimed.chat();
        chats.compute(chat.id(), (id, live) -> {
            LiveChat kept = live == null ? new LiveChat(chat.times()) : live;
            kept.seats.add(seat);
            return kept;
        });
        schedule(chat.id(), chat.deadline(), asked);
        tell(new ChatEvent.Entered(chat.id(), seat.side(), claimed.returned()));
        if (closed) {
            // The claim was on its way when all other seats were given up.
            giveUp(seat);
        }
    }

    /** A seat was left by its participant. */
    void left(LiveSeat seat) {
        remove(seat);
        String chatId = seat.chatId();
        release(chatId, seat.side(), seat.epoch(), released -> {
            if (released) {
                timer.in(Peer.AWAY_AFTER, () -> tellIfAway(chatId, seat.side(), seat.epoch()));
            }
        });
    }

    /** Frees a seat that nobody left. */
    void release(String chatId, Side side, long epoch) {
        release(chatId, side, epoch, released -> LOG.debug("chat {}: a seat was released", chatId));
    }

    /** Asks until the store answers: else the other side would see the seat taken for as long as the chat lasts. */
    private void release(String chatId, Side side, long epoch, Consumer<Boolean> answered) {
        chore(() -> store.releaseSeat(chatId, side, epoch), answered, failure -> {
            LOG.debug("chat {}: a seat could not be released yet", chatId);
            timer.in(ASK_AGAIN, () -> release(chatId, side, epoch, answered));
        });
    }

    /** A seat is no longer the live one, and if the store thinks so still, it is to think so no more. */
    void lost(LiveSeat seat) {
        remove(seat);
        if (!closed) {
            release(seat.chatId(), seat.side(), seat.epoch());
        }
    }

    private void remove(LiveSeat seat) {
        LiveChat chat = chats.get(seat.chatId());
        if (chat != null) {
            chat.seats.remove(seat);
        }
    }

    /**
     * A seat heard that its chat is over. Whatever met the deadline first ended the record without telling anybody but
     * the seats: who asks then wins the end, and tells the application.
     */
    void ended(LiveSeat seat) {
        if (chats.containsKey(seat.chatId())) {
            checkDeadline(seat.chatId());
        }
    }

    /** Ends a chat; gives what is left of it, which another may have been first to make. */
    CompletableFuture<Optional<Tombstone>> end(String chatId, Ending ending) {
        return StoreCall.answer(() -> store.end(chatId, ending)).thenApply(answer -> over(chatId, answer));
    }

    /** A message came for a side that is not in. */
    void messageWaiting(String chatId, Side side) {
        tell(new ChatEvent.MessageWaiting(chatId, side));
    }

    /** Asks for a chat's deadline. If the store does not answer, nobody is told: the next comparison asks again. */
    void deadline(String chatId, Consumer<Deadline> told) {
        Instant asked = clock.instant();
        StoreCall.ask(
                () -> store.expire(chatId),
                answer -> {
                    if (answer instanceof StoreAnswer.NotYet notYet) {
                        schedule(chatId, notYet.deadline(), asked);
                        told.accept(notYet.deadline());
                    } else {
                        over(chatId, answer);
                    }
                },
                failure -> LOG.debug("chat {}: the store did not tell the deadline", chatId));
    }

    /** Somebody came in, which can bring the deadline nearer. */
    void deadlineMayHaveMoved(String chatId) {
        timer.soon(0, () -> checkDeadline(chatId));
    }

    /** Compares one chat with the store, as hints were missed. */
    void compareSoon(String chatId) {
        if (behind.add(chatId) && comparingBehind.compareAndSet(false, true)) {
            timer.soon(0, this::compareBehind);
        }
    }

    /** One batch after the other: after a connection was lost, all seats are behind at once. */
    private void compareBehind() {
        List<String> batch = behind.stream().limit(COMPARE_AT_ONCE).toList();
        // Before the question, so that who falls behind after the answer was made is asked about again.
        batch.forEach(behind::remove);
        if (!batch.isEmpty()) {
            compare(batch, () -> timer.soon(0, this::compareBehind));
            return;
        }
        comparingBehind.set(false);
        if (!behind.isEmpty() && comparingBehind.compareAndSet(false, true)) {
            timer.soon(0, this::compareBehind);
        }
    }

    /** Every seat of this node is given up; the store keeps the chats. */
    @Override
    public void close() {
        closed = true;
        // The store is closed next: what is not asked by then is never asked.
        chores.hurry();
        for (LiveChat chat : chats.values()) {
            chat.seats.forEach(this::giveUp);
        }
        timer.close();
        chats.clear();
    }

    private void giveUp(LiveSeat seat) {
        seat.close();
        release(seat.chatId(), seat.side(), seat.epoch());
    }

    // Deadlines

    /**
     * Sets the alarm for a deadline, or the warning before it.
     *
     * @param asked when the store was asked for it: it told how long from then, and the answer may have been taken late
     */
    private void schedule(String chatId, Deadline deadline, Instant asked) {
        LiveChat chat = chats.get(chatId);
        if (chat == null) {
            return;
        }
        Duration warning = warningBefore(deadline, chat.times);
        boolean near = deadline.in().compareTo(warning) <= 0;
        Duration wait = near ? deadline.in() : deadline.in().minus(warning);
        CoarseTimer.Alarm next = timer.at(asked.plus(wait), () -> checkDeadline(chatId));
        CoarseTimer.Alarm before = chat.check.getAndSet(next);
        if (before != null) {
            timer.cancel(before);
        }
        if (!chats.containsKey(chatId)) {
            timer.cancel(next);
        }
    }

    private void checkDeadline(String chatId) {
        // Again at its turn, which may come later.
        AtomicReference<Instant> asked = new AtomicReference<>(clock.instant());
        chore(
                () -> {
                    asked.set(clock.instant());
                    return store.expire(chatId);
                },
                answer -> {
                    if (answer instanceof StoreAnswer.NotYet notYet) {
                        // First, as listeners may take their time and the deadline is told as so long from now.
                        schedule(chatId, notYet.deadline(), Objects.requireNonNull(asked.get()));
                        warnIfNear(chatId, notYet.deadline());
                    } else {
                        over(chatId, answer);
                    }
                },
                failure -> timer.in(ASK_AGAIN, () -> checkDeadline(chatId)));
    }

    private void warnIfNear(String chatId, Deadline deadline) {
        LiveChat chat = chats.get(chatId);
        if (chat == null || deadline.in().compareTo(warningBefore(deadline, chat.times)) > 0) {
            return;
        }
        Instant warned = chat.warned.getAndSet(deadline.at());
        if (!deadline.at().equals(warned)) {
            chat.seats.forEach(seat -> seat.warn(deadline));
        }
    }

    private static Duration warningBefore(Deadline deadline, ChatTimes times) {
        Duration whole = switch (deadline.reason()) {
            case NEVER_ENTERED -> times.entry();
            case IDLE -> times.idle();
            case LIFETIME -> times.lifetime();
        };
        Duration half = whole.dividedBy(2);
        return times.warning().compareTo(half) < 0 ? times.warning() : half;
    }

    // The end

    private Optional<Tombstone> over(String chatId, StoreAnswer.End answer) {
        if (answer instanceof StoreAnswer.Ended ended) {
            if (ended.won()) {
                tell(new ChatEvent.Ended(chatId, ended.tombstone().ending()));
            }
            forget(chatId, Optional.of(ended.tombstone()));
            return Optional.of(ended.tombstone());
        }
        forget(chatId, Optional.empty());
        return Optional.empty();
    }

    private void forget(String chatId, Optional<Tombstone> tombstone) {
        LiveChat chat = chats.remove(chatId);
        if (chat == null) {
            return;
        }
        CoarseTimer.Alarm check = chat.check.get();
        if (check != null) {
            timer.cancel(check);
        }
        if (tombstone.isPresent()) {
            chat.seats.forEach(seat -> seat.gone(new StoreAnswer.Gone(tombstone)));
        } else {
            chat.seats.forEach(this::lookAgain);
        }
    }

    /** The seat's own side of an end: its tombstone is in the store, unless the store lost the record. */
    private void lookAgain(LiveSeat seat) {
        StoreCall.ask(
                () -> store.find(seat.chatId()),
                found -> {
                    if (found instanceof StoreAnswer.Gone gone) {
                        seat.gone(gone);
                    }
                },
                failure -> {
                    LOG.debug("chat {}: a seat is given up, as the store did not tell of its chat", seat.chatId());
                    giveUp(seat);
                });
    }

    // The comparison with the store

    private void compareRound() {
        Queue<List<String>> batches = new ArrayDeque<>();
        List<String> batch = new ArrayList<>(COMPARE_AT_ONCE);
        for (Map.Entry<String, LiveChat> chat : chats.entrySet()) {
            if (!chat.getValue().seats.isEmpty()) {
                batch.add(chat.getKey());
            }
            if (batch.size() == COMPARE_AT_ONCE) {
                batches.add(batch);
                batch = new ArrayList<>(COMPARE_AT_ONCE);
            }
        }
        // Also with nothing to compare: the store lets go of what has expired.
        batches.add(batch);
        compareNext(batches);
    }

    /** One batch after the other, so that a store on a network is not flooded and one that is away is not asked for all. */
    private void compareNext(Queue<List<String>> batches) {
        List<String> batch = batches.poll();
        if (batch == null) {
            timer.in(COMPARE_EVERY, this::compareRound);
        } else {
            compare(batch, () -> timer.soon(0, () -> compareNext(batches)));
        }
    }

    private void compare(Collection<String> chatIds, Runnable then) {
        List<LiveSeat> seats = new ArrayList<>();
        for (String chatId : chatIds) {
            LiveChat chat = chats.get(chatId);
            if (chat != null) {
                seats.addAll(chat.seats);
            }
        }
        StoreCall.ask(
                () -> store.pulses(chatIds),
                pulses -> {
                    seats.forEach(seat -> compare(seat, pulses.get(seat.chatId())));
                    then.run();
                },
                failure -> {
                    LOG.warn(
                            "the store could not be compared with: {}",
                            failure.getClass().getName());
                    then.run();
                });
    }

    private void compare(LiveSeat seat, @Nullable Pulse pulse) {
        if (pulse == null) {
            lookAgain(seat);
        } else {
            seat.compare(pulse);
        }
    }

    // What the application is told

    private void tellIfAway(String chatId, Side side, long epoch) {
        if (isBack(chatId, side, epoch)) {
            return;
        }
        chore(
                () -> store.find(chatId),
                found -> {
                    if (found instanceof StoreAnswer.Live live) {
                        Pulse.SeatPulse seat = live.chat().pulse().of(side);
                        if (!seat.present() && seat.epoch() == epoch) {
                            tell(new ChatEvent.Away(chatId, side));
                        }
                    }
                },
                // Of each chat at once where the store is away: no line for each.
                failure -> warnings.warn("nobody was told that a participant is away: the store did not answer"));
    }

    /** Whether the participant came back to this node, as most do: then the store need not be asked. */
    private boolean isBack(String chatId, Side side, long epoch) {
        LiveChat chat = chats.get(chatId);
        return chat != null && chat.seats.stream().anyMatch(seat -> seat.side() == side && seat.epoch() > epoch);
    }

    private <T> void chore(Supplier<CompletionStage<T>> call, Consumer<T> answered, Consumer<Throwable> failed) {
        StoreCall.hear(chores.take(() -> StoreCall.answer(call)), answered, failed);
    }

    private void tell(ChatEvent event) {
        // A failure was logged where the extension point was asked, and changes nothing.
        CompletableFuture<Boolean> unused = extensions.run(() -> Extensions.ask("ChatNotifier", () -> {
            notifier.notify(event);
            return true;
        }));
    }

    /** What this node keeps of a chat. */
    private static final class LiveChat {
        final ChatTimes times;
        final List<LiveSeat> seats = new CopyOnWriteArrayList<>();
        final AtomicReference<CoarseTimer.@Nullable Alarm> check = new AtomicReference<>();
        final AtomicReference<@Nullable Instant> warned = new AtomicReference<>();

        LiveChat(ChatTimes times) {
            this.times = times;
        }
    }
}
