package dev.duologue.spi;

/** Something a participant does besides writing. */
public sealed interface Signal {

    /** The participant types. Passed on, not kept. */
    record Typing() implements Signal {}

    /**
     * How far the participant got. Both only rise; what is above the last seq counts as the last.
     *
     * @param received all messages up to this seq were received
     * @param seen all messages up to this seq were seen, and so received
     */
    record Progress(long received, long seen) implements Signal {}
}
