package dev.duologue.spi;

import java.time.Duration;
import java.util.List;

/**
 * How long to wait after each wrong code; one more wrong code than there are entries locks the invitation. Immutable
 * and thread-safe.
 *
 * @param waits the wait after the 1st, 2nd … wrong code, each zero or more; at most 1,000 entries
 */
public record AttemptTable(List<Duration> waits) {

    /**
     * Makes a table.
     *
     * @param waits the waits; copied
     * @throws IllegalArgumentException if a wait is negative or there are more than 1,000
     */
    public AttemptTable {
        waits = List.copyOf(waits);
        if (waits.size() > 1_000 || waits.stream().anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("at most 1,000 waits, none negative");
        }
    }

    /**
     * How many counted attempts an invitation has in all.
     *
     * @return the number of attempts, at least 1; the last one locks if it is wrong
     */
    public int attempts() {
        return waits.size() + 1;
    }

    /**
     * Whether the invitation is locked.
     *
     * @param counted attempts counted so far
     * @return true if none is left
     */
    public boolean locked(int counted) {
        return counted >= attempts();
    }

    /**
     * How long to wait after an attempt.
     *
     * @param counted attempts counted so far
     * @return the wait since the last of them; zero if there was none or none is left
     */
    public Duration waitAfter(int counted) {
        return counted < 1 || locked(counted) ? Duration.ZERO : waits.get(counted - 1);
    }
}
