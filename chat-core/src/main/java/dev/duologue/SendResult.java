package dev.duologue;

import java.time.Duration;

/** What became of a message that was sent: the store holds it, or it was refused and nothing was kept. */
public sealed interface SendResult {

    /**
     * The store holds the message.
     *
     * @param message the message with its place in the order
     * @param repeated true if this seat gave this message out before: the answer repeats the first one and stands
     *     outside of the order
     */
    record Sent(Message message, boolean repeated) implements SendResult {}

    /**
     * The message was refused.
     *
     * @param reason why
     * @param retryAfter how long to wait before trying again; zero where waiting does not help
     */
    record NotSent(Reason reason, Duration retryAfter) implements SendResult {}

    /** Why a message was refused. */
    enum Reason {
        /** Nothing but white space. */
        TEXT_EMPTY,
        /** More code points or UTF-8 bytes than {@link TextLimits} allow. */
        TEXT_TOO_LONG,
        /** A surrogate without its other half, or U+0000. */
        TEXT_INVALID,
        /** The id of this side's last message, with another text. */
        ID_REUSED,
        /** The record holds as many messages or bytes as it may. */
        CHAT_FULL,
        /** Too fast, or too many sends without an answer. */
        RATE_LIMITED,
        /** The chat is over. */
        ENDED,
        /** This seat is no longer the live one of its side. */
        SEAT_LOST
    }
}
