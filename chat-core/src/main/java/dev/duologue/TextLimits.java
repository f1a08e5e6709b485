package dev.duologue;

/**
 * How long one message may be. Both limits hold. Immutable and thread-safe.
 *
 * @param chars most Unicode code points, at least 1
 * @param bytes most bytes in UTF-8, at least 1
 */
public record TextLimits(int chars, int bytes) {

    /** 4,000 code points and 16 KiB: each code point fits at its widest but for 384 bytes. */
    public static final TextLimits DEFAULT = new TextLimits(4_000, 16 * 1024);

    /**
     * Makes limits.
     *
     * @param chars most code points
     * @param bytes most bytes
     * @throws IllegalArgumentException if one is below 1
     */
    public TextLimits {
        if (chars < 1 || bytes < 1) {
            throw new IllegalArgumentException("text limits must be at least 1: " + chars + ", " + bytes);
        }
    }
}
