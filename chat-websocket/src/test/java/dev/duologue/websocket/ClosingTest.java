package dev.duologue.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.websocket.testing.ChatClient;
import dev.duologue.websocket.testing.RawClient;
import java.io.IOException;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Handshakes and closes of the protocol")
class ClosingTest extends ProtocolFixture {

    private static final int LIMIT = 64 * 1024;

    @Test
    @DisplayName("a client may offer the sub-protocol, none, or others beside it")
    void sub_protocols_that_are_fine() {
        assertThat(connect().subprotocol()).isEqualTo("duologue.v1");
        ChatClient none = connect(Map.of());
        assertThat(none.subprotocol()).isEmpty();
        none.nothingElse();
        ChatClient several = connect(Map.of(), "other", "duologue.v1");
        assertThat(several.subprotocol()).isEqualTo("duologue.v1");
        several.nothingElse();
    }

    @Test
    @DisplayName("1002 for a client that offers other sub-protocols only")
    void other_sub_protocols() {
        assertThat(connect(Map.of(), "duologue.v2", "chat").closeCode()).isEqualTo(1002);
    }

    @Test
    @DisplayName("an allowed origin connects")
    void allowed_origin() {
        connect(Map.of("Origin", "http://localhost"), "duologue.v1").nothingElse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://evil.example", "https://localhost", "http://localhost:81", "http://localhost.", "null"})
    @DisplayName("403, or the container's own refusal, for every other origin")
    void other_origins(String origin) {
        assertThatThrownBy(() -> connect(Map.of("Origin", origin), "duologue.v1"))
                .isInstanceOfSatisfying(
                        CompletionException.class,
                        failure -> assertThat(failure.getCause())
                                .isInstanceOfSatisfying(
                                        WebSocketHandshakeException.class,
                                        handshake -> assertThat(
                                                        handshake.getResponse().statusCode())
                                                .isEqualTo(host.refusal())));
    }

    @Test
    @DisplayName("1003 for a binary frame")
    void binary() {
        ChatClient client = connect();
        client.binary((byte) 1);
        assertThat(client.closeCode()).isEqualTo(1003);
    }

    @Test
    @DisplayName("1007 for text that is no UTF-8")
    void invalid_utf8() throws IOException {
        try (RawClient client = new RawClient(host.uri("/chat"), 8 * 1024)) {
            client.send(RawClient.TEXT, (byte) '"', (byte) 0xC3, (byte) 0x28, (byte) '"');
            assertThat(client.read()).isEqualTo("close 1007");
        }
    }

    @Test
    @DisplayName("64 KiB of UTF-8 are taken, one byte more closes with 1009")
    void too_big() {
        ChatClient largest = connect();
        largest.raw(ping(LIMIT, "a"));
        largest.next("pong");
        largest.raw(ping(LIMIT, "é"));
        largest.next("pong");
        largest.raw(ping(LIMIT + 1, "a"));
        assertThat(largest.closeCode()).isEqualTo(1009);

        ChatClient wide = connect();
        wide.raw(ping(LIMIT + 2, "é"));
        assertThat(wide.closeCode()).isEqualTo(1009);
    }

    /** A ping of so many bytes. */
    private static String ping(int bytes, String filler) {
        String frame = "{\"type\":\"ping\",\"x\":\"\"}";
        int width = filler.equals("é") ? 2 : 1;
        String even = (bytes - frame.length()) % width == 0 ? "" : "a";
        String text = even + filler.repeat((bytes - frame.length() - even.length()) / width);
        return frame.substring(0, frame.length() - 2) + text + "\"}";
    }

    @Test
    @DisplayName("1009 or 1011, if any, for a frame far beyond what the container holds")
    void far_too_big() {
        ChatClient client = connect();
        client.rawUntilClosed(ping(200_000, "a"));
        // What is still on its way when the server closes can reset the connection, and the code is lost with it.
        assertThat(client.closeCode()).isIn(1009, 1011, 1006);
    }

    @Test
    @DisplayName("4006 at the third bad frame")
    void bad_frames() {
        ChatClient client = connect();
        client.raw("{");
        client.nextError("bad_frame");
        client.raw("[]");
        client.nextError("bad_frame");
        client.send("ping");
        client.next("pong");
        client.raw("{\"type\":\"nope\"}");
        client.nextError("bad_frame");
        assertThat(client.closeCode()).isEqualTo(4006);
    }

    @Test
    @DisplayName("4005 for who says nothing for 5 s, or does not enter for 10 min")
    void silent() {
        ChatClient silent = connect();
        ChatClient talking = connect();
        talking.send("ping");
        talking.next("pong");
        // A client knows of its handshake's answer before the server does of the client.
        Eventually.holds(() -> webSocket.connections() == 2);
        clock.pass(Duration.ofSeconds(4));
        talking.nothingElse();
        clock.pass(Duration.ofSeconds(2));
        assertThat(silent.closeCode()).isEqualTo(4005);
        for (int i = 0; i < 14; i++) {
            clock.pass(Duration.ofSeconds(40));
            talking.nothingElse();
        }
        clock.pass(Duration.ofSeconds(40));
        assertThat(talking.closeCode()).isEqualTo(4005);
    }

    @Test
    @DisplayName("4008 for who keeps sending far beyond the rate, after having been told")
    void flood() {
        ChatClient client = entered(chat.first());
        // Entering took one of 100 at once; 100 more are refused, and the next is one too many.
        for (int i = 0; i < 99 + 100 + 1; i++) {
            client.send("typing");
        }
        client.nextError("rate_limited");
        assertThat(client.closeCode()).isEqualTo(4008);
    }

    @Test
    @DisplayName("4500 to all when the server goes, and to who comes then")
    void going_away() {
        ChatClient client = entered(chat.first());
        ChatClient other = connect();
        webSocket.close();
        assertThat(client.closeCode()).isEqualTo(4500);
        assertThat(other.closeCode()).isEqualTo(4500);
        assertThat(connect().closeCode()).isEqualTo(4500);
    }

    @Test
    @DisplayName("a client that is cut off leaves its seat to others")
    void cut_off() {
        ChatClient client = entered(chat.first());
        client.cut();
        ChatClient other = connect();
        // Counted, so that it is the one that is left.
        other.nothingElse();
        Eventually.holds(() -> webSocket.connections() == 1);
        enter(other, chat.first(), "other-tab");
        other.next("entered");
    }

    @Test
    @DisplayName("a client that answers pings stays, one that is dead is let go of after 60 s")
    void dead() throws IOException {
        ChatClient alive = entered(chat.first());
        try (RawClient dead = new RawClient(host.uri("/chat"), 8 * 1024)) {
            dead.send(ChatClient.json(
                    "enter", "link", chat.second().link(), "code", chat.second().secretCode(), "tab", "d"));
            alive.next("peer");
            for (int i = 0; i < 3; i++) {
                clock.pass(Duration.ofSeconds(26));
                alive.nothingElse();
            }
            // First the server asks it to close, then it is forgotten, and its seat free.
            Eventually.holds(() -> webSocket.closings().get(4500) == 1);
            clock.pass(Duration.ofSeconds(31));
            Eventually.holds(() -> webSocket.connections() == 1);
        }
        // From when the seat is free the other side is told after 5 s.
        clock.pass(Duration.ofSeconds(6));
        assertThat(alive.next("peer").path("present").asBoolean()).isFalse();
        alive.nothingElse();
    }
}
