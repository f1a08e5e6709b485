package dev.duologue.websocket;

import dev.duologue.Entry;
import dev.duologue.SendResult;
import java.time.Duration;
import java.util.Optional;

/** An error frame: what went wrong, and what the client can do about it. */
record FrameError(Kind kind, String message, Optional<String> id, int attemptsLeft, Duration retryAfter) {

    /** How long to leave a store alone that did not answer. */
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    /** The errors of the protocol, in its words, each with a sentence for a person. */
    enum Kind {
        LINK_UNKNOWN("This link leads to no chat."),
        ENDED("This chat has ended."),
        CODE_MALFORMED("This cannot be a code."),
        CODE_WRONG("This is not the right code."),
        CODE_WAIT("Wait before you try again."),
        CODE_LOCKED("No tries are left. Ask for a new invitation."),
        SEAT_TAKEN("This chat is open in another window or on another device."),
        SEAT_UNKNOWN("Enter the code again."),
        NOT_ENTERED("Enter the chat first."),
        TEXT_EMPTY("A message needs a text."),
        TEXT_TOO_LONG("This message is too long."),
        TEXT_INVALID("This message has characters that cannot be sent."),
        CHAT_FULL("This chat holds as many messages as it may."),
        RATE_LIMITED("Too fast. Wait a moment."),
        UNAVAILABLE("The chat cannot be reached at the moment."),
        BAD_FRAME("This frame breaks the protocol.");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }
    }

    static FrameError of(Kind kind) {
        return new FrameError(kind, kind.sentence, Optional.empty(), -1, Duration.ZERO);
    }

    static FrameError badFrame(String message) {
        return new FrameError(Kind.BAD_FRAME, message, Optional.empty(), -1, Duration.ZERO);
    }

    static FrameError rateLimited(Duration retryAfter) {
        return of(Kind.RATE_LIMITED).retryAfter(retryAfter);
    }

    static FrameError unavailable() {
        return of(Kind.UNAVAILABLE).retryAfter(TRY_AGAIN);
    }

    static FrameError of(Entry.Refused refused) {
        Kind kind = of(refused.reason());
        return new FrameError(kind, kind.sentence, Optional.empty(), refused.attemptsLeft(), refused.retryAfter());
    }

    static Kind of(Entry.Reason reason) {
        return switch (reason) {
            case LINK_UNKNOWN -> Kind.LINK_UNKNOWN;
            case ENDED -> Kind.ENDED;
            case CODE_MALFORMED -> Kind.CODE_MALFORMED;
            case CODE_WRONG -> Kind.CODE_WRONG;
            case CODE_WAIT -> Kind.CODE_WAIT;
            case CODE_LOCKED -> Kind.CODE_LOCKED;
            case SEAT_TAKEN -> Kind.SEAT_TAKEN;
            case SEAT_UNKNOWN -> Kind.SEAT_UNKNOWN;
            case RATE_LIMITED -> Kind.RATE_LIMITED;
        };
    }

    static Kind of(SendResult.Reason reason) {
        return switch (reason) {
            case TEXT_EMPTY -> Kind.TEXT_EMPTY;
            case TEXT_TOO_LONG -> Kind.TEXT_TOO_LONG;
            case TEXT_INVALID -> Kind.TEXT_INVALID;
            case ID_REUSED -> Kind.BAD_FRAME;
            case CHAT_FULL -> Kind.CHAT_FULL;
            case RATE_LIMITED -> Kind.RATE_LIMITED;
            case ENDED -> Kind.ENDED;
            // The close that follows tells why; until the client is back, the message waits.
            case SEAT_LOST -> Kind.UNAVAILABLE;
        };
    }

    FrameError id(String id) {
        return new FrameError(kind, message, Optional.of(id), attemptsLeft, retryAfter);
    }

    FrameError retryAfter(Duration wait) {
        return new FrameError(kind, message, id, attemptsLeft, wait);
    }
}
