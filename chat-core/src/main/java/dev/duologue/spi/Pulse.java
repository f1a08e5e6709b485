package dev.duologue.spi;

import dev.duologue.Side;

/**
 * The part of a chat that moves: enough to find out that a hint was lost. Immutable and thread-safe.
 *
 * @param last the highest seq, 0 if there are no messages
 * @param generation rises only when the store went back in time; starts at 1
 * @param stays how often {@link ChatStore#touch} started the idle clock anew
 * @param first the seat of the first side
 * @param second the seat of the second side
 */
public record Pulse(long last, long generation, long stays, SeatPulse first, SeatPulse second) {

    /**
     * The seat of a side.
     *
     * @param side the side
     * @return its seat
     */
    public SeatPulse of(Side side) {
        return side == Side.FIRST ? first : second;
    }

    /**
     * A seat.
     *
     * @param invitation the number of the current invitation, 1 for the first; rises with each new one
     * @param epoch rises with each claim and each new invitation; 0 if there was none
     * @param present whether the current epoch's seat is taken
     * @param received up to which seq this side has received
     * @param seen up to which seq this side has seen
     */
    public record SeatPulse(int invitation, long epoch, boolean present, long received, long seen) {}
}
