package dev.duologue.websocket;

/** A frame that breaks the protocol. The message is for a person and quotes nothing of the frame. */
final class BadFrameException extends Exception {

    private static final long serialVersionUID = 1L;

    BadFrameException(String message) {
        super(message);
    }
}
