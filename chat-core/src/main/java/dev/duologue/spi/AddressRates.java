package dev.duologue.spi;

import java.time.Duration;
import java.util.List;

/**
 * How often the clients of one address may do what is limited. Each list of rates holds at once; an empty one is no
 * limit.
 *
 * @param starts chats started
 * @param codeTries codes tried
 * @param unknownLinks links that lead nowhere
 */
public record AddressRates(List<Rate> starts, List<Rate> codeTries, List<Rate> unknownLinks) {

    /** 5 starts a minute and 30 an hour, 10 codes a minute and 30 an hour, 20 unknown links a minute. */
    public static final AddressRates STANDARD = new AddressRates(
            List.of(new Rate(5, Duration.ofMinutes(1)), new Rate(30, Duration.ofHours(1))),
            List.of(new Rate(10, Duration.ofMinutes(1)), new Rate(30, Duration.ofHours(1))),
            List.of(new Rate(20, Duration.ofMinutes(1))));

    /**
     * A token bucket: so many at once, given back evenly over the time.
     *
     * @param times how many, 1 to 1,000,000
     * @param within the time, 1 ms to 24 h
     */
    public record Rate(int times, Duration within) {

        private static final int MOST = 1_000_000;
        private static final Duration SHORTEST = Duration.ofMillis(1);
        private static final Duration LONGEST = Duration.ofHours(24);

        /**
         * Checks the rate.
         *
         * @throws IllegalArgumentException if a value is out of its range
         */
        public Rate {
            if (times < 1 || times > MOST) {
                throw new IllegalArgumentException("a rate has 1 to " + MOST + " times, not " + times);
            }
            if (within.compareTo(SHORTEST) < 0 || within.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a rate is within 1 ms to 24 h, not " + within);
            }
        }
    }

    /** Copies the lists. */
    public AddressRates {
        starts = List.copyOf(starts);
        codeTries = List.copyOf(codeTries);
        unknownLinks = List.copyOf(unknownLinks);
    }

    /**
     * The rates of one limit.
     *
     * @param limit which
     * @return its rates; empty for no limit
     */
    public List<Rate> of(AddressLimit limit) {
        return switch (limit) {
            case STARTS -> starts;
            case CODE_TRIES -> codeTries;
            case UNKNOWN_LINKS -> unknownLinks;
        };
    }
}
