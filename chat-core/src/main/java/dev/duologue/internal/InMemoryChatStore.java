package dev.duologue.internal;

import dev.duologue.ChatStoreException;
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
import dev.duologue.spi.StoreAnswer.Gone;
import dev.duologue.spi.Watcher;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Chats in the memory of this process. A lock for each chat makes an operation atomic; no thread ever holds two, nor one
 * while it calls a watcher. What goes by itself stands in a queue by time, from which each {@link #create} and
 * {@link #pulses} takes a bounded number, so an idle chat leaves the memory without anybody asking for it.
 *
 * <p>Thread-safe.
 */
public final class InMemoryChatStore implements ChatStore {

    /** A chat adds one place to the queue and leaves it in two steps, so anything above 2 keeps up; idle ones come again. */
    private static final int SETTLED_BY_CREATE = 8;
    /** A few milliseconds of work. */
    private static final int SETTLED_BY_PULSES = 4_096;

    private static final Gone UNKNOWN = new Gone(Optional.empty());

    private final InstantSource clock;
    private final MemoryBound memory;
    private final ConcurrentHashMap<String, ChatSlot> slots = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<ChatSlot.Due, ChatSlot> queue = new ConcurrentSkipListMap<>();
    private final AtomicLong dueNumbers = new AtomicLong();
    private volatile boolean closed;

    /**
     * Makes an empty store.
     *
     * @param clock the store's clock
     * @param maxBytes about how many bytes all records and tombstones may take together, at least 1
     * @throws IllegalArgumentException if {@code maxBytes} is below 1
     */
    public InMemoryChatStore(InstantSource clock, long maxBytes) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.memory = new MemoryBound(maxBytes);
    }

    @Override
    public CompletionStage<Boolean> create(NewChat chat) {
        if (closed) {
            return CompletableFuture.failedFuture(closed());
        }
        settleDue(SETTLED_BY_CREATE);
        long cost = MemoryBound.costOf(chat);
        makeRoom(cost);
        try {
            Optional<Boolean> answer;
            do {
                ChatSlot there = slots.get(chat.id());
                answer = there == null ? begin(chat, cost) : isThere(there, chat);
            } while (answer.isEmpty());
            return CompletableFuture.completedFuture(answer.get());
        } catch (ChatStoreException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Empty if another thread took the id first. */
    private Optional<Boolean> begin(NewChat chat, long cost) {
        memory.take(cost);
        ChatSlot fresh = new ChatSlot(chat, now(), memory);
        if (slots.putIfAbsent(chat.id(), fresh) != null) {
            memory.giveBack(cost);
            return Optional.empty();
        }
        return Optional.of(visit(fresh, (slot, now, news) -> true));
    }

    /** Empty if the slot has been let go of, so that the id is free. */
    private Optional<Boolean> isThere(ChatSlot there, NewChat chat) {
        return visit(there, (slot, now, news) -> {
            ChatRecord record = slot.record();
            return slot.isEmpty()
                    ? Optional.empty()
                    : Optional.of(record != null && record.chat().hostDigest().equals(chat.hostDigest()));
        });
    }

    @Override
    public CompletionStage<StoreAnswer.Find> find(String chatId) {
        return at(chatId, UNKNOWN, (slot, now, news) -> {
            ChatRecord record = slot.record();
            return record == null ? slot.gone() : new StoreAnswer.Live(record.asStored(now));
        });
    }

    @Override
    public CompletionStage<StoreAnswer.Attempt> countAttempt(String chatId, Side side, AttemptTable table) {
        return at(chatId, UNKNOWN, (slot, now, news) -> {
            ChatRecord record = slot.record();
            return record == null ? slot.gone() : record.seat(side).countAttempt(table, now);
        });
    }

    @Override
    public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
        Objects.requireNonNull(watcher, "watcher");
        return at(claim.chatId(), UNKNOWN, (slot, now, news) -> {
            ChatRecord record = slot.record();
            return record == null ? slot.gone() : record.claim(claim, watcher, now, news);
        });
    }

    @Override
    public CompletionStage<Boolean> releaseSeat(String chatId, Side side, long epoch) {
        return at(chatId, false, (slot, now, news) -> {
            ChatRecord record = slot.record();
            return record != null && record.release(side, epoch, news);
        });
    }

    @Override
    public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
        makeRoom(MemoryBound.mostCostOf(message));
        return at(message.chatId(), UNKNOWN, (slot, now, news) -> {
            ChatRecord record = slot.record();
            return record == null ? slot.gone() : record.append(message, now, memory, news);
        });
    }

    @Override
    public CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("the limit must be at least 1, not " + limit);
        }
        return at(chatId, UNKNOWN, (slot, now, news) -> {
            ChatRecord record = slot.record();
            return record == null ? slot.gone() : record.read(seq, limit);
        });
    }

    @Override
    public CompletionStage<Boolean> signal(String chatId, Side side, Signal signal) {
        return at(chatId, false, (slot, now, news) -> {
            ChatRecord record = slot.record();
            if (record == null) {
                return false;
            }
            record.signal(side, signal, news);
            return true;
        });
    }

    @Override
    public CompletionStage<StoreAnswer.Touch> touch(String chatId, Side side) {
        return at(chatId, UNKNOWN, (slot, now, news) -> {
            ChatRecord record = slot.record();
            return record == null ? slot.gone() : new StoreAnswer.Touched(record.touch(side, now, news));
        });
    }

    @Override
    public CompletionStage<StoreAnswer.Find> reissue(String chatId, Side side, InvitationDigests secrets) {
        return at(chatId, UNKNOWN, (slot, now, news) -> {
            ChatRecord record = slot.record();
            if (record == null) {
                return slot.gone();
            }
            record.reissue(side, secrets, news);
            return new StoreAnswer.Live(record.asStored(now));
        });
    }

    @Override
    public CompletionStage<StoreAnswer.End> end(String chatId, Ending ending) {
        return at(chatId, UNKNOWN, (slot, now, news) -> {
            slot.end(ending, now, news);
            return slot.ended();
        });
    }

    @Override
    public CompletionStage<StoreAnswer.End> expire(String chatId) {
        return at(chatId, UNKNOWN, (slot, now, news) -> {
            ChatRecord record = slot.record();
            return record == null ? slot.ended() : new StoreAnswer.NotYet(record.deadline(now));
        });
    }

    @Override
    public CompletionStage<Map<String, Pulse>> pulses(Collection<String> chatIds) {
        if (closed) {
            return CompletableFuture.failedFuture(closed());
        }
        settleDue(SETTLED_BY_PULSES);
        Map<String, Pulse> pulses = new HashMap<>();
        for (String chatId : chatIds) {
            ChatSlot slot = slots.get(chatId);
            if (slot != null) {
                pulse(slot).ifPresent(pulse -> pulses.put(chatId, pulse));
            }
        }
        return CompletableFuture.completedFuture(pulses);
    }

    private Optional<Pulse> pulse(ChatSlot there) {
        return visit(there, (slot, now, news) -> {
            ChatRecord record = slot.record();
            return record == null ? Optional.empty() : Optional.of(record.pulse());
        });
    }

    /** Lets go of all chats; what is asked of the store later fails. */
    @Override
    public void close() {
        closed = true;
        slots.clear();
        queue.clear();
    }

    private <A> CompletionStage<A> at(String chatId, A unknown, Visit<A> visit) {
        if (closed) {
            return CompletableFuture.failedFuture(closed());
        }
        ChatSlot slot = slots.get(chatId);
        if (slot == null) {
            return CompletableFuture.completedFuture(unknown);
        }
        try {
            return CompletableFuture.completedFuture(visit(slot, visit));
        } catch (ChatStoreException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Does what is due first, so the visit meets no record past its deadline. */
    private <A> A visit(ChatSlot slot, Visit<A> visit) {
        News news = new News();
        A answer;
        slot.lock.lock();
        try {
            // The clock is read under the lock, so that a chat's moments come in the order of its operations.
            long now = now();
            slot.settle(now, news);
            answer = visit.make(slot, now, news);
            enqueue(slot);
        } finally {
            slot.lock.unlock();
        }
        news.give();
        return answer;
    }

    private void makeRoom(long bytes) {
        if (!memory.hasRoomFor(bytes)) {
            settleDue(Integer.MAX_VALUE);
        }
    }

    private void settleDue(int most) {
        long now = now();
        for (int i = 0; i < most; i++) {
            Map.Entry<ChatSlot.Due, ChatSlot> next = queue.firstEntry();
            if (next == null || next.getKey().at() > now) {
                return;
            }
            settle(next.getKey(), next.getValue(), now);
        }
    }

    private void settle(ChatSlot.Due due, ChatSlot slot, long now) {
        News news = new News();
        slot.lock.lock();
        try {
            if (due.equals(slot.due)) {
                queue.remove(due);
                slot.due = null;
                slot.settle(now, news);
                enqueue(slot);
            }
        } finally {
            slot.lock.unlock();
        }
        news.give();
    }

    /** Keeps one place in the queue for each slot, never later than its end; a place that is too early moves when due. */
    private void enqueue(ChatSlot slot) {
        ChatSlot.Due due = slot.due;
        if (slot.isEmpty()) {
            slots.remove(slot.chatId(), slot);
            if (due != null) {
                queue.remove(due);
                slot.due = null;
            }
        } else if (due == null || slot.goesAt() < due.at()) {
            if (due != null) {
                queue.remove(due);
            }
            slot.due = new ChatSlot.Due(slot.goesAt(), dueNumbers.getAndIncrement());
            queue.put(slot.due, slot);
        }
    }

    private long now() {
        return Micros.of(clock.instant());
    }

    private static ChatStoreException closed() {
        return new ChatStoreException("this store is closed");
    }

    /** One step on a slot, taken under its lock. */
    @FunctionalInterface
    private interface Visit<A> {
        A make(ChatSlot slot, long now, News news);
    }
}
