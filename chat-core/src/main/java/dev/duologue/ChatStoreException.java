package dev.duologue;

/**
 * The store is out of reach, did not answer in time, or has no room. An operation that changes something may have
 * happened or not; every one of them can be repeated, and the repeat gives the first answer.
 */
public class ChatStoreException extends UnavailableException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened, without names, texts or secrets
     */
    public ChatStoreException(String message) {
        super(message);
    }

    /**
     * Makes the exception with its cause.
     *
     * @param message what happened, without names, texts or secrets
     * @param cause what it came from
     */
    public ChatStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
