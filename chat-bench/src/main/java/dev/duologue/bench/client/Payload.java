package dev.duologue.bench.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The payload of a frame, seen where it was read: valid until the handler returns. Not thread-safe. */
public final class Payload {

    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private int from;
    private int length;

    void point(ByteBuffer at, int start, int size) {
        bytes = at;
        from = start;
        length = size;
    }

    /** The number of bytes. */
    public int length() {
        return length;
    }

    /** The byte at a place. */
    public byte at(int index) {
        return bytes.get(from + index);
    }

    /** Whether the payload begins with these bytes. */
    public boolean startsWith(byte[] start) {
        if (length < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (at(i) != start[i]) {
                return false;
            }
        }
        return true;
    }

    /** The decimal number that stands at a place. */
    public long number(int index) {
        long number = 0;
        for (int i = index; i < length && at(i) >= '0' && at(i) <= '9'; i++) {
            number = number * 10 + at(i) - '0';
        }
        return number;
    }

    /** A copy as text. */
    public String text() {
        byte[] copy = new byte[length];
        bytes.get(from, copy);
        return new String(copy, StandardCharsets.UTF_8);
    }
}
