package dev.duologue;

import java.time.Duration;

/** A client address did something too often. Nothing was done; it may be tried again after a while. */
public class RateLimitedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /**
     * Makes the exception.
     *
     * @param retryAfter how long to wait before the next try, above zero
     */
    public RateLimitedException(Duration retryAfter) {
        super("too many from this address");
        this.retryAfter = retryAfter;
    }

    /**
     * How long to wait before the next try.
     *
     * @return a time above zero
     */
    public Duration retryAfter() {
        return retryAfter;
    }
}
