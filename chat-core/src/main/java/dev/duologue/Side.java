package dev.duologue;

/** One of the two places in a chat. The names are entered in this order on the start page. */
public enum Side {
    /** The participant who was named first. */
    FIRST,
    /** The participant who was named second. */
    SECOND;

    /**
     * The side across.
     *
     * @return the side that this one talks to
     */
    public Side other() {
        return this == FIRST ? SECOND : FIRST;
    }
}
