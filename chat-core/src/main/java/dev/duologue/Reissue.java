package dev.duologue;

/** The answer to {@code reissue}: a new invitation, or why there is none. */
public sealed interface Reissue {

    /**
     * The side has a new link and code. The old ones are dead, and a seat taken with them is closed.
     *
     * @param invitation the new invitation
     */
    record Issued(Invitation invitation) implements Reissue {}

    /**
     * No invitation was issued.
     *
     * @param reason why
     */
    record Refused(Reason reason) implements Reissue {}

    /** Why no invitation was issued. */
    enum Reason {
        /** No such chat, it is long gone, or the host token is not this chat's. */
        UNKNOWN,
        /** The chat has ended. */
        ENDED
    }
}
