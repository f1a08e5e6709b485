package dev.duologue.spi;

import dev.duologue.Side;

/**
 * A message to append. Immutable and thread-safe.
 *
 * @param chatId the chat
 * @param side the sender
 * @param epoch the epoch of the sender's seat
 * @param lastKeySeen the highest message key in microseconds that the sender's seat knows of, 0 for none
 * @param id the sender's own id, 1 to 64 characters of {@code A-Z a-z 0-9 _ -}
 * @param text the text, already checked
 */
public record NewMessage(String chatId, Side side, long epoch, long lastKeySeen, String id, String text) {

    /** Tells what is no secret: texts stay out of logs. */
    @Override
    public String toString() {
        return "NewMessage[chatId=" + chatId + ", side=" + side + ", epoch=" + epoch + "]";
    }
}
