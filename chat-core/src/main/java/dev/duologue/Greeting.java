package dev.duologue;

import java.time.Duration;
import java.util.Optional;

/** The answer to {@code open}: whose link it is, or that it leads nowhere. Opening a link changes nothing. */
public sealed interface Greeting {

    /**
     * The link is good.
     *
     * @param name whose link it is
     * @param state whether a code may be tried now
     * @param retryAfter how long to wait in state {@link State#WAIT}, else zero
     * @param codeForm what a code looks like, for a page that checks what was typed; empty if the codes do not say
     */
    record Hello(String name, State state, Duration retryAfter, Optional<CodeForm> codeForm) implements Greeting {
        /** Tells the state only: names stay out of logs. */
        @Override
        public String toString() {
            return "Hello[state=" + state + "]";
        }
    }

    /**
     * The link leads nowhere.
     *
     * @param reason why: {@link Entry.Reason#LINK_UNKNOWN} or {@link Entry.Reason#ENDED}; or
     *     {@link Entry.Reason#RATE_LIMITED}, and it is not known where it leads
     * @param retryAfter how long to wait before the next try; zero where there is no need
     */
    record Refused(Entry.Reason reason, Duration retryAfter) implements Greeting {
        /**
         * A refusal after which there is nothing to wait for.
         *
         * @param reason why
         */
        public Refused(Entry.Reason reason) {
            this(reason, Duration.ZERO);
        }
    }

    /** Whether a code may be tried. */
    enum State {
        /** Now. */
        OPEN,
        /** After a while. */
        WAIT,
        /** No more: the starter has to issue a new invitation. */
        LOCKED
    }
}
