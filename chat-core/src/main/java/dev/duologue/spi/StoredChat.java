package dev.duologue.spi;

import dev.duologue.Deadline;
import dev.duologue.Side;
import java.time.Duration;

/**
 * A live chat without its messages, as it stood at one moment. Immutable and thread-safe.
 *
 * @param id the chat's id
 * @param first the participant named first
 * @param second the participant named second
 * @param hostDigest the digest of the starter's token
 * @param pulse what moves while the chat goes on
 * @param deadline when the chat ends by itself
 * @param times the clocks that it began with
 */
public record StoredChat(
        String id,
        Participant first,
        Participant second,
        String hostDigest,
        Pulse pulse,
        Deadline deadline,
        ChatTimes times) {

    /**
     * The participant of a side.
     *
     * @param side the side
     * @return its participant
     */
    public Participant of(Side side) {
        return side == Side.FIRST ? first : second;
    }

    /** Tells the id only: names stay out of logs. */
    @Override
    public String toString() {
        return "StoredChat[id=" + id + "]";
    }

    /**
     * One of the two.
     *
     * @param name the name as the chat shows it
     * @param secrets the digests of the current invitation
     * @param everIn whether the side has been in once
     * @param attempts attempts counted since the invitation was issued or a right code came
     * @param sinceLastAttempt how long ago the last of them was, by the store's clock; zero if there was none
     */
    public record Participant(
            String name, InvitationDigests secrets, boolean everIn, int attempts, Duration sinceLastAttempt) {

        /** Tells nothing: names stay out of logs. */
        @Override
        public String toString() {
            return "Participant";
        }
    }
}
