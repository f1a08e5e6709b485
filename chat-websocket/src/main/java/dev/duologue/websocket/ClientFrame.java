package dev.duologue.websocket;

/** A frame that a client may send, read and checked. */
sealed interface ClientFrame {

    /** Whose link is this? */
    record Open(String link) implements ClientFrame {}

    /** Take a seat by the code. */
    record Enter(String link, String code, String tab, boolean takeover) implements ClientFrame {}

    /** Take a seat again by its token. */
    record Resume(String link, String token, long after, String tab, boolean takeover) implements ClientFrame {}

    /** A message. */
    record Send(String id, String text) implements ClientFrame {}

    /** The participant types. */
    record Typing() implements ClientFrame {}

    /** All messages up to one were received. */
    record Received(long seq) implements ClientFrame {}

    /** All messages up to one were seen. */
    record Seen(long seq) implements ClientFrame {}

    /** Start the idle clock anew. */
    record Stay() implements ClientFrame {}

    /** End the chat. */
    record End() implements ClientFrame {}

    /** Is anybody there? */
    record Ping() implements ClientFrame {}
}
