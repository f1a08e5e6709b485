package dev.duologue.spi;

import dev.duologue.Ending;
import dev.duologue.Side;
import java.time.Instant;

/**
 * What is known for a while of a chat that has ended: no name, no text. Immutable and thread-safe.
 *
 * @param ending by whom and why
 * @param at when the record was ended, by the store's clock; at or after the deadline, where one was met
 * @param firstLink the digest of the first side's last link token
 * @param secondLink the digest of the second side's last link token
 * @param hostDigest the digest of the starter's token
 */
public record Tombstone(Ending ending, Instant at, String firstLink, String secondLink, String hostDigest) {

    /**
     * The digest of a side's last link token.
     *
     * @param side the side
     * @return its digest
     */
    public String link(Side side) {
        return side == Side.FIRST ? firstLink : secondLink;
    }
}
