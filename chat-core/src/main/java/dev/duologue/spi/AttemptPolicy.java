package dev.duologue.spi;

import java.time.Duration;
import java.util.List;

/**
 * Extension point: how long a side waits after wrong codes, and when its invitation locks. Handed to the store as an
 * {@link AttemptTable}, asked once when the service is built.
 */
@FunctionalInterface
public interface AttemptPolicy {

    /**
     * The rule as a table.
     *
     * @return the table
     */
    AttemptTable table();

    /**
     * Wrong codes 1 to 3 cost no wait; after the 4th to 9th it is 2, 4, 8, 16, 30 and 60 s; the 10th locks. At 30 bits a
     * code this leaves a guesser a chance of 1 in 10<sup>8</sup> for each invitation.
     *
     * @return the default, thread-safe
     */
    static AttemptPolicy standard() {
        AttemptTable table = new AttemptTable(List.of(
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofSeconds(2),
                Duration.ofSeconds(4),
                Duration.ofSeconds(8),
                Duration.ofSeconds(16),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60)));
        return () -> table;
    }
}
