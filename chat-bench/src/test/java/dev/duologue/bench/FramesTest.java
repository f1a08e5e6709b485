package dev.duologue.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.bench.client.Frames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Frames made by hand")
class FramesTest {

    private final List<String> read = new ArrayList<>();

    @ParameterizedTest(name = "of {0} bytes are read as they were written")
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536})
    void everyLength(int bytes) {
        String text = "x".repeat(bytes);

        readAll(Frames.textFromClient(text));
        readAll(Frames.fromServer(Frames.TEXT, text.getBytes(StandardCharsets.UTF_8)));

        assertThat(read).containsExactly(text, text);
    }

    @Test
    @DisplayName("that are masked are unmasked, as in the example of RFC 6455, 5.7")
    void masked() {
        readAll(new byte[] {(byte) 0x81, (byte) 0x85, 0x37, (byte) 0xfa, 0x21, 0x3d, 0x7f, (byte) 0x9f, 0x4d, 0x51, 0x58
        });

        assertThat(read).containsExactly("Hello");
    }

    @Test
    @DisplayName("that are not whole are left for the next read")
    void partial() {
        byte[] first = Frames.textFromClient("one");
        byte[] second = Frames.textFromClient("two");
        ByteBuffer bytes = ByteBuffer.allocate(64).put(first).put(second, 0, second.length - 1);
        bytes.flip();

        Frames.read(bytes, this::take);
        bytes.compact().put(second, second.length - 1, 1).flip();
        assertThat(read).containsExactly("one");
        Frames.read(bytes, this::take);

        assertThat(read).containsExactly("one", "two");
        assertThat(bytes.hasRemaining()).isFalse();
    }

    private void readAll(byte[] frame) {
        Frames.read(ByteBuffer.wrap(frame), this::take);
    }

    private void take(int opcode, ByteBuffer bytes, int from, int length) {
        byte[] payload = new byte[length];
        bytes.get(from, payload);
        read.add(new String(payload, StandardCharsets.UTF_8));
    }
}
