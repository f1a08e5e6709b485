package dev.duologue;

import java.time.Instant;

/**
 * A message of a chat as the store holds it. Immutable and thread-safe.
 *
 * @param seq the place in the chat's order: 1, 2, 3 … without a gap over both sides
 * @param key time stamp plus the sender's name
 * @param side the sender's side
 * @param id the sender's own id of the message, 1 to 64 characters of {@code A-Z a-z 0-9 _ -}
 * @param text the text, never blank
 */
public record Message(long seq, MessageKey key, Side side, String id, String text) {

    /**
     * The sender's name.
     *
     * @return the name as it was given
     */
    public String name() {
        return key.name();
    }

    /**
     * When the store accepted the message.
     *
     * @return the instant, by the store's clock
     */
    public Instant at() {
        return key.at();
    }

    /** Tells the place in the order only: names and texts stay out of logs. */
    @Override
    public String toString() {
        return "Message[seq=" + seq + ", side=" + side + "]";
    }
}
