package dev.duologue.spi;

import dev.duologue.Ending;
import dev.duologue.Side;

/** Something that happened in a chat, for a {@link ChatNotifier}. No event carries a text or a secret. */
public sealed interface ChatEvent {

    /**
     * The chat.
     *
     * @return its id
     */
    String chatId();

    /**
     * A participant took the seat.
     *
     * @param chatId the chat
     * @param side who
     * @param returned false: for the first time; true: came back, reloaded the page, or moved to another device
     */
    record Entered(String chatId, Side side, boolean returned) implements ChatEvent {}

    /**
     * A participant has been gone for 5 s.
     *
     * @param chatId the chat
     * @param side who
     */
    record Away(String chatId, Side side) implements ChatEvent {}

    /**
     * A message waits for a participant who is not in. Told for the first such message only, until the participant
     * comes in or the sender leaves.
     *
     * @param chatId the chat
     * @param side who is waited for
     */
    record MessageWaiting(String chatId, Side side) implements ChatEvent {}

    /**
     * The chat is over. Told once, by the node that ended it.
     *
     * @param chatId the chat
     * @param ending by whom and why
     */
    record Ended(String chatId, Ending ending) implements ChatEvent {}
}
