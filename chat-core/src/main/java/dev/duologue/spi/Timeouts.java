package dev.duologue.spi;

import java.util.Objects;

/**
 * Extension point: chooses the clocks of each chat when it starts.
 *
 * <p>Implementations must be thread-safe. They are called on the service's executor. What throws, returns null or takes
 * over 5 s fails that one start with {@link dev.duologue.UnavailableException}.
 */
@FunctionalInterface
public interface Timeouts {

    /**
     * The clocks of a chat about to start.
     *
     * @param first the name of the first participant; do not log it
     * @param second the name of the second participant; do not log it
     * @return its clocks
     */
    ChatTimes timesFor(String first, String second);

    /**
     * The same clocks for all chats.
     *
     * @param times the clocks
     * @return timeouts that always give them, thread-safe
     */
    static Timeouts fixed(ChatTimes times) {
        Objects.requireNonNull(times, "times");
        return (first, second) -> times;
    }
}
