package dev.duologue;

import java.time.Duration;

/** The answer to {@code enter} and {@code resume}: admitted to a seat, or refused. */
public sealed interface Entry {

    /**
     * The seat is taken.
     *
     * @param seat the seat
     */
    record Admitted(Seat seat) implements Entry {}

    /**
     * The seat was not given.
     *
     * @param reason why
     * @param attemptsLeft how many codes may still be tried; -1 where no code was in question
     * @param retryAfter how long to wait before the next try; zero where there is no need
     */
    record Refused(Reason reason, int attemptsLeft, Duration retryAfter) implements Entry {
        /**
         * A refusal in which no code was in question.
         *
         * @param reason why
         * @return the refusal
         */
        public static Refused because(Reason reason) {
            return new Refused(reason, -1, Duration.ZERO);
        }
    }

    /** Why a seat was not given. */
    enum Reason {
        /** No such link, or its chat is long gone. */
        LINK_UNKNOWN,
        /** The chat of this link has ended. */
        ENDED,
        /** The text cannot be a code. No attempt was spent. */
        CODE_MALFORMED,
        /** The code is wrong. */
        CODE_WRONG,
        /** Tried before the wait was over: not compared, no attempt spent. */
        CODE_WAIT,
        /** No attempts left for this invitation. */
        CODE_LOCKED,
        /** The proof is right, but the seat is connected in another tab: ask with takeover. */
        SEAT_TAKEN,
        /** The seat token is not, or no more, this seat's. */
        SEAT_UNKNOWN,
        /** Too many tries from this client address: nothing was looked at, no attempt spent. */
        RATE_LIMITED
    }
}
