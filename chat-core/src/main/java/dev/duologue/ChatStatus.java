package dev.duologue;

/** How a chat stands, for its starter and for the application. */
public sealed interface ChatStatus {

    /**
     * The chat.
     *
     * @return its id
     */
    String id();

    /**
     * The chat goes on.
     *
     * @param id the chat's id
     * @param deadline when it ends by itself
     * @param first the participant named first
     * @param second the participant named second
     */
    record Open(String id, Deadline deadline, Participant first, Participant second) implements ChatStatus {}

    /**
     * The chat is over.
     *
     * @param id the chat's id
     * @param ending by whom and why
     */
    record Ended(String id, Ending ending) implements ChatStatus {}

    /**
     * One of the two.
     *
     * @param name the name as it was given
     * @param state where the participant is
     */
    record Participant(String name, State state) {
        /** Tells the state only: names stay out of logs. */
        @Override
        public String toString() {
            return "Participant[state=" + state + "]";
        }
    }

    /** Where a participant is. */
    enum State {
        /** Has not come yet. */
        WAITING,
        /** Is in. */
        IN,
        /** Was in and is not now. */
        AWAY,
        /** Is not in, and no attempts are left for the invitation. */
        LOCKED
    }
}
