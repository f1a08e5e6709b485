package dev.duologue.websocket;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A frame that breaks the protocol. The message is for a person and quotes nothing of the frame. */
final class BadFrameException extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable String id;

    BadFrameException(String message) {
        super(message);
        this.id = null;
    }

    /** Of a {@code send} whose id could be read: its answer bears it. */
    BadFrameException(BadFrameException cause, String id) {
        super(cause.getMessage(), cause);
        this.id = id;
    }

    Optional<String> id() {
        return Optional.ofNullable(id);
    }
}
