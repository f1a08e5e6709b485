package dev.duologue.example;

import org.glassfish.grizzly.Buffer;

/** Counts the WebSocket frames (RFC 6455, section 5.2) that come in on one connection, of any kind. Not thread-safe. */
final class FrameCounter {

    /** Two bytes, eight of length, four of mask. */
    private static final int LONGEST_HEADER = 14;

    private static final int FINAL = 0x80;
    private static final int OPCODE = 0x0F;
    private static final int FIRST_CONTROL = 0x8;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7F;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;

    private final byte[] header = new byte[LONGEST_HEADER];
    private int have;
    /** Bytes of the frame before that are still to come. */
    private long payload;
    /** Bytes of the message that came in fragments so far. */
    private long fragments;

    private long longest;

    /** How many frames have their header end in these bytes, which follow those of the call before. */
    int in(Buffer bytes) {
        int frames = 0;
        int at = bytes.position();
        while (at < bytes.limit()) {
            if (payload > 0) {
                int skipped = (int) Math.min(payload, bytes.limit() - at);
                payload -= skipped;
                at += skipped;
            } else {
                header[have++] = bytes.get(at++);
                frames += endsHeader() ? 1 : 0;
            }
        }
        return frames;
    }

    /** The most bytes of one message that came in fragments so far; what one frame claims counts as if it were there. */
    long longestInFragments() {
        return longest;
    }

    private boolean endsHeader() {
        if (have < 2) {
            return false;
        }
        int length = header[1] & LENGTH;
        int lengthBytes = length == SHORT_LENGTH ? Short.BYTES : length == LONG_LENGTH ? Long.BYTES : 0;
        int maskBytes = (header[1] & MASKED) == 0 ? 0 : Integer.BYTES;
        if (have < 2 + lengthBytes + maskBytes) {
            return false;
        }
        payload = length;
        if (lengthBytes > 0) {
            payload = 0;
            for (int i = 0; i < lengthBytes; i++) {
                payload = (payload << Byte.SIZE) | (header[2 + i] & 0xFF);
            }
        }
        have = 0;
        countFragment();
        return true;
    }

    private void countFragment() {
        int opcode = header[0] & OPCODE;
        boolean last = (header[0] & FINAL) != 0;
        if (opcode >= FIRST_CONTROL || (last && opcode != 0)) {
            // A control frame between fragments, or a message in one piece.
            return;
        }
        // A length that overflows is as long as can be.
        fragments = payload < 0 ? Long.MAX_VALUE : Math.max(payload, fragments + payload);
        longest = Math.max(longest, fragments);
        if (last) {
            fragments = 0;
        }
    }
}
