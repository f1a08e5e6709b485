package dev.duologue;

/**
 * A part that a chat needs did not do its work: an extension point threw, gave nothing, or took too long. Nothing is
 * wrong with the request; it may be tried again. The message names the part, never what it worked on.
 */
public class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what did not work, without names, texts or secrets
     */
    public UnavailableException(String message) {
        super(message);
    }

    /**
     * Makes the exception with its cause.
     *
     * @param message what did not work, without names, texts or secrets
     * @param cause what it came from
     */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
