package dev.duologue.spi;

import dev.duologue.Deadline;
import dev.duologue.Message;
import dev.duologue.SeatLoss;

/**
 * News for a seat. A hint may be lost, doubled, late or out of order: the store is the truth, and a seat looks there.
 */
public sealed interface Hint {

    /**
     * The other side's message.
     *
     * @param message the message
     * @param generation the generation it belongs to
     */
    record Arrived(Message message, long generation) implements Hint {}

    /** Hints may have been lost: compare with the store now. */
    record Behind() implements Hint {}

    /** The other side types. */
    record Typed() implements Hint {}

    /**
     * How far the other side got.
     *
     * @param received all messages up to this seq were received
     * @param seen all messages up to this seq were seen
     */
    record Progressed(long received, long seen) implements Hint {}

    /**
     * The other side's seat was taken or released.
     *
     * @param epoch the epoch of that seat; of one epoch, released comes after taken
     * @param present true: taken; false: released
     */
    record Presence(long epoch, boolean present) implements Hint {}

    /**
     * The other side chose to stay.
     *
     * @param deadline the deadline from now on
     */
    record DeadlineMoved(Deadline deadline) implements Hint {}

    /**
     * This seat is no longer the live one.
     *
     * @param epoch the epoch from now on; a seat of this epoch or above is not meant
     * @param loss why
     */
    record Displaced(long epoch, SeatLoss loss) implements Hint {}

    /**
     * The chat is over.
     *
     * @param tombstone what is left
     */
    record Ended(Tombstone tombstone) implements Hint {}
}
