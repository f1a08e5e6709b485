package dev.duologue.bench.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of RFC 6455, as a client writes them and a server reads and writes them. */
public final class Frames {

    /** Opcodes (RFC 6455, 5.2). */
    public static final int TEXT = 1;

    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final int MASK_BYTES = 4;
    private static final int MOST_HEADER_BYTES = 14;

    private Frames() {}

    /**
     * A frame as a client sends it. Its masking key is zero, which changes nothing for who reads it and costs who writes
     * it nothing.
     */
    public static byte[] fromClient(int opcode, byte[] payload) {
        return frame(opcode, payload, true);
    }

    /** A text frame as a client sends it. */
    public static byte[] textFromClient(String text) {
        return fromClient(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A frame as a server sends it. */
    public static byte[] fromServer(int opcode, byte[] payload) {
        return frame(opcode, payload, false);
    }

    private static byte[] frame(int opcode, byte[] payload, boolean masked) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + MOST_HEADER_BYTES);
        frame.put((byte) (FINAL | opcode));
        int mask = masked ? MASKED : 0;
        if (payload.length < SHORT_LENGTH) {
            frame.put((byte) (mask | payload.length));
        } else if (payload.length <= 0xFFFF) {
            frame.put((byte) (mask | SHORT_LENGTH)).putShort((short) payload.length);
        } else {
            frame.put((byte) (mask | LONG_LENGTH)).putLong(payload.length);
        }
        if (masked) {
            frame.putInt(0);
        }
        frame.put(payload);
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    /** Takes what is whole out of what was read. */
    @FunctionalInterface
    public interface Taker {
        /** A frame's payload, unmasked, at a place of the buffer. */
        void take(int opcode, ByteBuffer bytes, int from, int length);
    }

    /**
     * Gives out all whole frames between the buffer's position and limit, and leaves its position at what is not whole.
     *
     * @throws IllegalStateException for a frame that is part of a message, which nothing here sends
     */
    public static void read(ByteBuffer bytes, Taker taker) {
        while (bytes.remaining() >= 2) {
            int at = bytes.position();
            int first = bytes.get(at);
            int second = bytes.get(at + 1);
            boolean masked = (second & MASKED) != 0;
            int shortLength = second & 0x7F;
            int header = 2 + lengthBytes(shortLength) + (masked ? MASK_BYTES : 0);
            if (bytes.remaining() < header) {
                return;
            }
            int length = shortLength < SHORT_LENGTH
                    ? shortLength
                    : shortLength == SHORT_LENGTH
                            ? bytes.getShort(at + 2) & 0xFFFF
                            : Math.toIntExact(bytes.getLong(at + 2));
            if (bytes.remaining() < header + length) {
                return;
            }
            if ((first & FINAL) == 0) {
                throw new IllegalStateException("a frame that is part of a message");
            }
            if (masked) {
                unmask(bytes, at + header - MASK_BYTES, at + header, length);
            }
            bytes.position(at + header + length);
            taker.take(first & 0x0F, bytes, at + header, length);
        }
    }

    private static int lengthBytes(int shortLength) {
        return shortLength < SHORT_LENGTH ? 0 : shortLength == SHORT_LENGTH ? 2 : 8;
    }

    private static void unmask(ByteBuffer bytes, int key, int from, int length) {
        int mask = bytes.getInt(key);
        int i = 0;
        for (; i + 4 <= length; i += 4) {
            bytes.putInt(from + i, bytes.getInt(from + i) ^ mask);
        }
        for (; i < length; i++) {
            bytes.put(from + i, (byte) (bytes.get(from + i) ^ bytes.get(key + (i & 3))));
        }
    }
}
