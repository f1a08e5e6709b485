package dev.duologue;

/**
 * What the chat looked like at the moment in which a seat was taken. Immutable and thread-safe.
 *
 * @param peerPresent whether the other side is in
 * @param generation rises only when the store went back in time; where it differs from what a client had before, all
 *     messages follow from the first
 * @param last the highest seq of the chat, 0 if nobody wrote
 * @param received up to which seq the other side has received
 * @param seen up to which seq the other side has seen
 * @param deadline when the chat ends by itself
 */
public record Arrival(boolean peerPresent, long generation, long last, long received, long seen, Deadline deadline) {}
