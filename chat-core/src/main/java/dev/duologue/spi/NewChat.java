package dev.duologue.spi;

import java.util.Objects;

/**
 * All that a store needs to begin a chat. Immutable and thread-safe.
 *
 * @param id the chat's id, 1 to 32 characters of {@code A-Z a-z 0-9}
 * @param first the participant named first
 * @param second the participant named second
 * @param hostDigest the digest of the starter's token; unique, so it tells a repeated {@code create} from a taken id
 * @param times the clocks
 * @param maxMessages most messages in the record, at least 1
 * @param maxBytes most bytes of UTF-8 over all texts in the record, at least 1
 */
public record NewChat(
        String id, Party first, Party second, String hostDigest, ChatTimes times, int maxMessages, long maxBytes) {

    /**
     * Makes a chat.
     *
     * @param id the chat's id
     * @param first the participant named first
     * @param second the participant named second
     * @param hostDigest the digest of the starter's token
     * @param times the clocks
     * @param maxMessages most messages
     * @param maxBytes most bytes
     * @throws IllegalArgumentException if a maximum is below 1
     */
    public NewChat {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        Objects.requireNonNull(hostDigest, "hostDigest");
        Objects.requireNonNull(times, "times");
        if (maxMessages < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("a record holds at least one message and one byte");
        }
    }

    /** Tells the id only: names stay out of logs. */
    @Override
    public String toString() {
        return "NewChat[id=" + id + "]";
    }

    /**
     * One participant of a new chat.
     *
     * @param name the name as the chat shows it
     * @param secrets the digests of the invitation
     */
    public record Party(String name, InvitationDigests secrets) {
        /** Tells nothing: names stay out of logs. */
        @Override
        public String toString() {
            return "Party";
        }
    }
}
