package dev.duologue.spi;

import dev.duologue.Deadline;
import dev.duologue.Side;
import java.time.Duration;
import java.util.Objects;

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

    /** Makes the chat; no component may be null. */
    public StoredChat {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        Objects.requireNonNull(hostDigest, "hostDigest");
        Objects.requireNonNull(pulse, "pulse");
        Objects.requireNonNull(deadline, "deadline");
        Objects.requireNonNull(times, "times");
    }

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

        /** Makes the participant; no component may be null. */
        public Participant {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(secrets, "secrets");
            Objects.requireNonNull(sinceLastAttempt, "sinceLastAttempt");
        }

        /** Tells nothing: names stay out of logs. */
        @Override
        public String toString() {
            return "Participant";
        }
    }
}
