package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.memory.MemoryManager;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

@DisplayName("Of the frames that come in")
class FrameCounterTest {

    private static final int FINAL = 0x80;
    private static final int TEXT = 0x1;
    private static final int PING = 0x9;
    private static final int FRAMES = 200;
    private static final int[] SIZES = {0, 1, 125, 126, 127, 65_535, 65_536, 70_000};

    @RepeatedTest(5)
    @DisplayName("each is counted once, of whatever length, masked or not, and wherever reads cut them")
    void everyFrame(RepetitionInfo repetition) {
        Random dice = new Random(repetition.getCurrentRepetition());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < FRAMES; i++) {
            all.writeBytes(frame(dice.nextInt(16), SIZES[dice.nextInt(SIZES.length)], dice.nextBoolean(), dice));
        }
        FrameCounter counter = new FrameCounter();
        byte[] bytes = all.toByteArray();
        int frames = 0;
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, 1 + dice.nextInt(dice.nextBoolean() ? 3 : 9_000));
            frames += counter.in(buffer(Arrays.copyOfRange(bytes, at, at + length)));
            at += length;
        }
        assertThat(frames).isEqualTo(FRAMES);
    }

    @Test
    @DisplayName("those of one message are added up, without what comes between, and messages in one piece are not")
    void fragments() {
        Random dice = new Random(1);
        FrameCounter counter = new FrameCounter();
        counter.in(buffer(frame(FINAL | TEXT, 70_000, true, dice)));
        assertThat(counter.longestInFragments()).isZero();
        counter.in(buffer(frame(TEXT, 300, true, dice)));
        counter.in(buffer(frame(FINAL | PING, 125, true, dice)));
        counter.in(buffer(frame(0, 200, true, dice)));
        counter.in(buffer(frame(FINAL, 100, true, dice)));
        assertThat(counter.longestInFragments()).isEqualTo(600);
        counter.in(buffer(frame(TEXT, 500, true, dice)));
        assertThat(counter.longestInFragments()).isEqualTo(600);
        counter.in(buffer(frame(0, 500, true, dice)));
        assertThat(counter.longestInFragments()).isEqualTo(1_000);
    }

    @Test
    @DisplayName("one that claims the largest length there is is one, whatever follows")
    void largest() {
        FrameCounter counter = new FrameCounter();
        byte[] header = ByteBuffer.allocate(14)
                .put((byte) 0x81)
                .put((byte) 0xFF)
                .putLong(Long.MAX_VALUE)
                .array();
        assertThat(counter.in(buffer(header))).isEqualTo(1);
        assertThat(counter.in(buffer(new byte[10_000]))).isZero();
    }

    private static byte[] frame(int opcode, int size, boolean masked, Random dice) {
        ByteBuffer frame = ByteBuffer.allocate(14 + size).put((byte) opcode);
        int mask = masked ? 0x80 : 0;
        if (size < 126) {
            frame.put((byte) (mask | size));
        } else if (size < 1 << 16) {
            frame.put((byte) (mask | 126)).putShort((short) size);
        } else {
            frame.put((byte) (mask | 127)).putLong(size);
        }
        if (masked) {
            frame.putInt(dice.nextInt());
        }
        byte[] payload = new byte[size];
        dice.nextBytes(payload);
        return Arrays.copyOf(frame.put(payload).array(), frame.position());
    }

    private static Buffer buffer(byte[] bytes) {
        return Buffers.wrap(MemoryManager.DEFAULT_MEMORY_MANAGER, bytes);
    }
}
