package dev.duologue.bench;

/**
 * How much is done.
 *
 * @param rounds counted rounds
 * @param warmUps rounds of relay before: the compiler of a server goes on for half a minute
 * @param pairs pairs of relay
 * @param messages messages per pair and round
 * @param manyPairs pairs of join, reconnect and growth
 * @param idlePairs pairs of idle
 * @param latencyPairs pairs of latency
 * @param millis how long a round of latency and of idle takes
 * @param starts chats started in a round
 * @param restMillis how long servers may go on with what was before, until it is counted
 */
record Size(
        int rounds,
        int warmUps,
        int pairs,
        int messages,
        int manyPairs,
        int idlePairs,
        int latencyPairs,
        int millis,
        int starts,
        int restMillis) {

    static final int TEXT_BYTES = 100;
    /** Pairs that join at once. */
    static final int JOIN_AT_ONCE = 32;

    /** What the figures of the documentation are made with. */
    static Size full() {
        return new Size(5, 5, 50, 1_000, 5_000, 9_900, 1_000, 2_000, 2_000, 3_000);
    }

    /** Enough to see that everything runs; the figures mean nothing. */
    static Size trial() {
        return new Size(1, 1, 4, 50, 20, 20, 20, 250, 20, 100);
    }

    /** For a round that only warms up: what thousands of pairs run, hundreds run too. */
    Size fewerPairs() {
        return new Size(
                rounds,
                warmUps,
                pairs,
                messages,
                fifth(manyPairs),
                fifth(idlePairs),
                fifth(latencyPairs),
                millis,
                starts,
                restMillis);
    }

    private static int fifth(int pairs) {
        return Math.max(1, pairs / 5);
    }

    /** Many pairs that come in and say little. */
    Size enteringOnly() {
        return new Size(
                rounds,
                warmUps,
                fifth(manyPairs),
                Math.min(messages, 10),
                manyPairs,
                idlePairs,
                latencyPairs,
                millis,
                starts,
                restMillis);
    }

    Size rounds(int wanted) {
        return new Size(
                wanted, warmUps, pairs, messages, manyPairs, idlePairs, latencyPairs, millis, starts, restMillis);
    }
}
