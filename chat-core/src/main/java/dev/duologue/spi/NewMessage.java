package dev.duologue.spi;

import dev.duologue.Side;

/**
 * A message to append. Immutable and thread-safe.
 *
 * @param chatId the chat
 * @param side the sender
 * @param epoch the epoch of the sender's seat
 * @param lastKeySeen the highest message key in microseconds that the sender's seat knows of, 0 for none; always one that
 *     the store gave before, never one that a client told
 * @param id the sender's own id, 1 to 64 characters of {@code A-Z a-z 0-9 _ -}
 * @param text the text, already checked
 */
public record NewMessage(String chatId, Side side, long epoch, long lastKeySeen, String id, String text) {

    /**
     * Makes a message.
     *
     * @param chatId the chat
     * @param side the sender
     * @param epoch the epoch of the sender's seat
     * @param lastKeySeen the highest key that the sender's seat knows of
     * @param id the sender's own id
     * @param text the text
     * @throws IllegalArgumentException if {@code lastKeySeen} is below 0 or above {@link ChatStore#HIGHEST_KEY}
     */
    public NewMessage {
        SeatClaim.requireKey(lastKeySeen);
    }

    /** Tells what is no secret: texts stay out of logs. */
    @Override
    public String toString() {
        return "NewMessage[chatId=" + chatId + ", side=" + side + ", epoch=" + epoch + "]";
    }
}
