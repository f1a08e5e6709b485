package dev.duologue;

import java.util.Objects;

/** The answer to {@code reissue}: a new invitation, or why there is none. */
public sealed interface Reissue {

    /**
     * The side has a new link and code. The old ones are dead, and a seat taken with them is closed.
     *
     * @param invitation the new invitation
     */
    record Issued(Invitation invitation) implements Reissue {
        /** Makes the answer; the invitation may not be null. */
        public Issued {
            Objects.requireNonNull(invitation, "invitation");
        }
    }

    /**
     * No invitation was issued.
     *
     * @param reason why
     */
    record Refused(Reason reason) implements Reissue {
        /** Makes the answer; the reason may not be null. */
        public Refused {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Why no invitation was issued. */
    enum Reason {
        /** No such chat, it is long gone, or the host token is not this chat's. */
        UNKNOWN,
        /** The chat has ended. */
        ENDED
    }
}
