package dev.duologue.internal;

import dev.duologue.Message;
import dev.duologue.SeatLoss;
import dev.duologue.spi.StoreAnswer;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The messages that come to a seat: by hint, by the answers to its own sends, and by reading what is missing. Belongs to
 * the seat's mailbox, but for {@link #pause}, {@link #lastKey} and asking what is behind them.
 */
final class Inbox {

    /** How long a missing message may be on its way before the store is asked for it. */
    private static final long GAP_WAIT_MILLIS = 20;
    /** How long to leave a store alone that did not answer a read. */
    private static final Duration READ_AGAIN = Duration.ofSeconds(1);

    private final LiveChats chats;
    private final LiveSeat seat;
    private final Mailbox mailbox;
    private final long generation;
    private final Pump pump;
    private boolean reading;
    /** Written in the mailbox only; read by claims of the same chat. */
    private volatile long lastKey;

    /**
     * Makes an inbox.
     *
     * @param generation the generation that all messages must be of
     * @param after the seq after which to begin
     * @param known the highest seq that is known to exist
     * @param out takes each message at its turn
     */
    Inbox(
            LiveChats chats,
            LiveSeat seat,
            Mailbox mailbox,
            long generation,
            long after,
            long known,
            Consumer<Message> out) {
        this.chats = chats;
        this.seat = seat;
        this.mailbox = mailbox;
        this.generation = generation;
        this.pump = new Pump(after, known, out);
    }

    /** A message is in the record: by the store's answer to this seat, or by a hint. */
    void arrived(Message message, long itsGeneration) {
        if (itsGeneration != generation) {
            seat.lose(SeatLoss.LOST_SIGHT);
            return;
        }
        lastKey = Math.max(lastKey, message.key().micros());
        pump.offer(message);
        if (pump.behind()) {
            chats.timer().soon(GAP_WAIT_MILLIS, () -> mailbox.run(this::catchUp));
        }
    }

    /** Compares with the store's own count, and reads what is missing. */
    void compare(long last) {
        pump.knows(last);
        catchUp();
    }

    /** Reads what is missing, if anything is. */
    void catchUp() {
        if (seat.over().isPresent() || reading || !pump.behind()) {
            return;
        }
        reading = true;
        long after = pump.last();
        StoreCall.ask(
                () -> chats.store().readAfter(seat.chatId(), after, Pump.WINDOW),
                answer -> mailbox.run(() -> read(answer, after)),
                failure -> mailbox.run(() -> {
                    reading = false;
                    chats.timer().in(READ_AGAIN, () -> mailbox.run(this::catchUp));
                }));
    }

    /** Holds messages back at once, from inside of the listener too; from any thread. */
    void pause() {
        pump.pause();
    }

    /** Lets messages come again; from any thread. */
    void proceed() {
        pump.proceed();
        mailbox.run(() -> {
            pump.giveOut();
            catchUp();
        });
    }

    /** The seq given out last. */
    long given() {
        return pump.last();
    }

    /** The highest key seen; from any thread. */
    long lastKey() {
        return lastKey;
    }

    private void read(StoreAnswer.Read answer, long after) {
        reading = false;
        if (seat.over().isPresent()) {
            return;
        }
        if (answer instanceof StoreAnswer.Gone gone) {
            seat.ended(gone.tombstone());
            return;
        }
        StoreAnswer.Page page = (StoreAnswer.Page) answer;
        if (page.generation() != generation) {
            seat.lose(SeatLoss.LOST_SIGHT);
            return;
        }
        for (Message message : page.messages()) {
            lastKey = Math.max(lastKey, message.key().micros());
        }
        pump.offer(page.messages());
        // A store that skips a message would be asked for it without end: that waits for the next comparison.
        if (pump.last() > after) {
            catchUp();
        }
    }
}
