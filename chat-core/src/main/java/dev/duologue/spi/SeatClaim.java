package dev.duologue.spi;

import dev.duologue.Side;

/**
 * Asks a store for a seat. Immutable and thread-safe.
 *
 * @param chatId the chat
 * @param side the side
 * @param proof what entitles to the seat; checked in the same step
 * @param claimId the id of this claim, random, 1 to 64 printable ASCII characters: the same claim again gets the same
 *     answer
 * @param tab the tab that asks; the one that holds the seat gets it without takeover
 * @param takeover whether to take the seat from another tab
 * @param lastKeySeen the highest message key in microseconds that the caller knows of, 0 for none; always one that the
 *     store gave before, never one that a client told
 */
public record SeatClaim(
        String chatId, Side side, Proof proof, String claimId, String tab, boolean takeover, long lastKeySeen) {

    /**
     * Makes a claim.
     *
     * @param chatId the chat
     * @param side the side
     * @param proof what entitles to the seat
     * @param claimId the id of this claim
     * @param tab the tab that asks
     * @param takeover whether to take the seat from another tab
     * @param lastKeySeen the highest key that the caller knows of
     * @throws IllegalArgumentException if {@code lastKeySeen} is below 0 or above {@link ChatStore#HIGHEST_KEY}
     */
    public SeatClaim {
        requireKey(lastKeySeen);
    }

    static void requireKey(long lastKeySeen) {
        if (lastKeySeen < 0 || lastKeySeen > ChatStore.HIGHEST_KEY) {
            throw new IllegalArgumentException(
                    "a key that was seen is from 0 to " + ChatStore.HIGHEST_KEY + ", not " + lastKeySeen);
        }
    }

    /** Tells what is no secret. */
    @Override
    public String toString() {
        return "SeatClaim[chatId=" + chatId + ", side=" + side + "]";
    }

    /** What entitles to a seat. */
    public sealed interface Proof {

        /**
         * A right code was given for an invitation.
         *
         * @param number the invitation's number as it stood when the attempt was counted
         * @param newTokenDigest the digest of the seat token that is valid from now on
         */
        record Code(int number, String newTokenDigest) implements Proof {}

        /**
         * A seat token was given.
         *
         * @param digest its digest
         */
        record Token(String digest) implements Proof {}
    }
}
