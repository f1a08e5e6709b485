package dev.duologue.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.websocket.testing.ChatClient;
import dev.duologue.websocket.testing.RawClient;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What RFC 6455 leaves to clients and containers")
class TransportTest extends ProtocolFixture {

    private static final int BUFFER = 8 * 1024;
    private static final String PING = "{\"type\":\"ping\"}";
    private static final String PONG = "{\"type\":\"pong\"}";

    private RawClient raw(String... headers) throws IOException {
        return new RawClient(host.uri("/chat"), BUFFER, headers);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("a frame in fragments is one frame, with a ping between them and a character across them")
    void fragments() throws IOException {
        try (RawClient client = raw()) {
            byte[] frame = bytes("{\"type\":\"ping\",\"x\":\"\u00e9\"}");
            int inTheCharacter = frame.length - 3;
            client.sendPart(RawClient.TEXT, Arrays.copyOf(frame, inTheCharacter));
            client.send(RawClient.PING, bytes("between"));
            client.sendPart(RawClient.CONTINUATION);
            client.send(RawClient.CONTINUATION, Arrays.copyOfRange(frame, inTheCharacter, frame.length));
            assertThat(client.readAny()).isEqualTo("pong between");
            assertThat(client.readAny()).isEqualTo(PONG);
        }
    }

    @Test
    @DisplayName("a frame may come byte by byte, and many frames in one piece")
    void pieces() throws IOException {
        try (RawClient client = raw()) {
            byte[] frame = bytes(PING);
            byte[] masked = new byte[frame.length + 6];
            masked[0] = (byte) 0x81;
            masked[1] = (byte) (0x80 | frame.length);
            System.arraycopy(frame, 0, masked, 6, frame.length);
            for (byte one : masked) {
                client.bytes(one);
            }
            assertThat(client.read()).isEqualTo(PONG);
            byte[] many = new byte[50 * masked.length];
            for (int i = 0; i < many.length; i++) {
                many[i] = masked[i % masked.length];
            }
            client.bytes(many);
            for (int i = 0; i < 50; i++) {
                assertThat(client.read()).isEqualTo(PONG);
            }
        }
    }

    @Test
    @DisplayName("1009 or 1011 for fragments that are too much together, once they are or before")
    void too_much_in_fragments() throws IOException {
        assertThat(answerToFragmentsOf("x".repeat(10_000))).isIn("close 1009", "close 1011");
    }

    @Test
    @DisplayName("1009 for fragments that are too much together in bytes, though not in characters")
    void too_many_bytes_in_fragments() throws IOException {
        assertThat(answerToFragmentsOf("\u0939".repeat(3_333))).isEqualTo("close 1009");
    }

    private String answerToFragmentsOf(String text) throws IOException {
        try (RawClient client = raw()) {
            client.sendPart(RawClient.TEXT, bytes("{\"type\":\"ping\",\"x\":\""));
            for (int i = 0; i < 7; i++) {
                client.sendPart(RawClient.CONTINUATION, bytes(text));
            }
            client.send(RawClient.CONTINUATION, bytes("\"}"));
            return client.read();
        }
    }

    @Test
    @DisplayName("a ping is answered with what it bears, and a pong that nobody asked for passed over")
    void pings() throws IOException {
        try (RawClient client = raw()) {
            client.send(RawClient.PONG, bytes("unasked"));
            client.send(RawClient.PING, bytes("x".repeat(125)));
            assertThat(client.readAny()).isEqualTo("pong " + "x".repeat(125));
            client.send(PING);
            assertThat(client.readAny()).isEqualTo(PONG);
        }
    }

    @Test
    @DisplayName("a close is answered, and the seat free at once")
    void close_by_the_client() throws IOException {
        try (RawClient client = raw()) {
            client.send(ChatClient.json(
                    "enter", "link", chat.first().link(), "code", chat.first().secretCode(), "tab", "a"));
            assertThat(client.read()).contains("\"entered\"");
            client.send(RawClient.CLOSE, (byte) 0x03, (byte) 0xE8);
            assertThat(client.read()).isEqualTo("close 1000");
            Eventually.holds(() -> webSocket.connections() == 0);
        }
        ChatClient other = connect();
        enter(other, chat.first(), "another-tab");
        other.next("entered");
    }

    @Test
    @DisplayName("1002 for a frame of a kind that there is not")
    void unknown_opcode() throws IOException {
        try (RawClient client = raw()) {
            client.send(0x3, bytes("x"));
            assertThat(client.read()).isEqualTo("close 1002");
        }
        Eventually.holds(() -> webSocket.connections() == 0);
    }

    @Test
    @DisplayName("compression is not taken up: texts of two sides in one stream tell of each other by its length")
    void no_compression() throws IOException {
        try (RawClient client = raw("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")) {
            assertThat(client.answer())
                    .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-extensions"));
            client.send(PING);
            assertThat(client.read()).isEqualTo(PONG);
        }
    }

    @Test
    @DisplayName("a handshake elsewhere is not found")
    void elsewhere() {
        assertThatThrownBy(() -> new RawClient(host.uri("/nowhere"), BUFFER))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(" 404");
    }

    @Test
    @DisplayName("who says nothing for longer than the container waits by itself stays")
    void silence() throws IOException {
        try (RawClient client = raw()) {
            client.send(PING);
            assertThat(client.read()).isEqualTo(PONG);
            assertThat(client.isQuiet(Duration.ofMillis(1_500))).isTrue();
            client.send(PING);
            assertThat(client.read()).isEqualTo(PONG);
        }
    }

    @Test
    @DisplayName("when the container stops, connections are gone and seats free")
    void the_container_stops() throws IOException {
        try (RawClient client = raw()) {
            client.send(ChatClient.json(
                    "enter", "link", chat.first().link(), "code", chat.first().secretCode(), "tab", "a"));
            assertThat(client.read()).contains("\"entered\"");
            host.close();
            assertThat(farewell(client)).isIn("close 1001", "close 4500", "cut");
            Eventually.holds(() -> webSocket.connections() == 0);
        }
    }

    private static String farewell(RawClient client) throws IOException {
        try {
            return client.read();
        } catch (EOFException | SocketException cut) {
            return "cut";
        }
    }
}
