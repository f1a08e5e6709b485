package dev.duologue.internal;

import dev.duologue.Deadline;
import dev.duologue.Ending;
import dev.duologue.Side;
import dev.duologue.spi.Hint;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.Tombstone;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The place of one chat id: first a record, then a tombstone, then nothing. All but {@link #lock} is guarded by it, and
 * a slot with nothing left is never filled again.
 */
final class ChatSlot {

    final ReentrantLock lock = new ReentrantLock();
    /** When the slot waits to be looked at; none before the first time and after the last. */
    @Nullable
    Due due;

    private final String chatId;
    private final MemoryBound memory;
    private @Nullable ChatRecord record;
    private @Nullable Tombstone tombstone;
    private long tombstoneEnd;
    private long tombstoneBytes;
    private boolean won;

    /** Makes a slot with a record, for which the memory has been taken. */
    ChatSlot(NewChat chat, long now, MemoryBound memory) {
        this.chatId = chat.id();
        this.memory = memory;
        record = new ChatRecord(chat, now);
    }

    String chatId() {
        return chatId;
    }

    @Nullable
    ChatRecord record() {
        return record;
    }

    /** When the record or the tombstone goes by itself. */
    long goesAt() {
        return record != null ? record.deadlineAt() : tombstoneEnd;
    }

    /** Whether nothing is left, so that the id is free. */
    boolean isEmpty() {
        return record == null && tombstone == null;
    }

    StoreAnswer.Gone gone() {
        return new StoreAnswer.Gone(Optional.ofNullable(tombstone));
    }

    /** Does what is due: ends a record past its deadline, lets go of a tombstone past its time. */
    void settle(long now, News news) {
        if (isEmpty() || goesAt() > now) {
            return;
        }
        if (record != null) {
            end(new Ending(Ending.By.SERVER, reasonOf(record.deadlineReason())), now, news);
        } else {
            tombstone = null;
            memory.giveBack(tombstoneBytes);
        }
    }

    /** Turns the record into a tombstone and tells both sides; does nothing where there is none. */
    void end(Ending ending, long now, News news) {
        ChatRecord ended = record;
        if (ended == null) {
            return;
        }
        SeatRecord first = ended.seat(Side.FIRST);
        SeatRecord second = ended.seat(Side.SECOND);
        Tombstone left = new Tombstone(
                ending,
                Micros.instant(now),
                first.secrets().link(),
                second.secrets().link(),
                ended.chat().hostDigest());
        record = null;
        tombstone = left;
        tombstoneEnd = Micros.after(now, Micros.of(ended.chat().times().tombstone()));
        tombstoneBytes = MemoryBound.costOfTombstone(ended.chat());
        memory.giveBack(ended.bytes() - tombstoneBytes);
        news.tell(first.watcher(), new Hint.Ended(left));
        news.tell(second.watcher(), new Hint.Ended(left));
    }

    /** The answer to who wanted an end: only the first of them wins. */
    StoreAnswer.End ended() {
        if (tombstone == null) {
            return gone();
        }
        boolean first = !won;
        won = true;
        return new StoreAnswer.Ended(tombstone, first);
    }

    private static Ending.Reason reasonOf(Deadline.Reason reason) {
        return switch (reason) {
            case NEVER_ENTERED -> Ending.Reason.NEVER_ENTERED;
            case IDLE -> Ending.Reason.IDLE;
            case LIFETIME -> Ending.Reason.LIFETIME;
        };
    }

    /**
     * A place in the order of what goes by itself.
     *
     * @param at when, in microseconds
     * @param number tells slots of one moment apart
     */
    record Due(long at, long number) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }
}
