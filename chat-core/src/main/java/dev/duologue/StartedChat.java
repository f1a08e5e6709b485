package dev.duologue;

/**
 * A chat that has just been started, with all that its starter gets and nobody can ask for again. Immutable and
 * thread-safe.
 *
 * @param id the chat's id, the only part that may be logged
 * @param hostToken the starter's secret for {@link ChatService#host}, 256 bits in base64url
 * @param deadline when the chat ends by itself unless both come
 * @param first what the participant named first is given
 * @param second what the participant named second is given
 */
public record StartedChat(String id, String hostToken, Deadline deadline, Invitation first, Invitation second) {

    /** Tells the id only: secrets stay out of logs. */
    @Override
    public String toString() {
        return "StartedChat[id=" + id + "]";
    }
}
