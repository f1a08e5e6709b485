package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.websocket.testing.ChatClient;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A connection that nobody uses")
class HttpTimeoutsTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2024-02-29T12:00:00Z"));

    private Server server;
    private Http http;

    @BeforeEach
    void serve() throws Exception {
        server = Server.start(Main.parse(new String[] {"--port=0"}, Map.of()), now::get, chats -> chats);
        http = new Http(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("is closed, also in the midst of a request that asks for an upgrade")
    void asked_for_an_upgrade() throws IOException {
        try (Socket socket = http.socket()) {
            write(socket, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(Http.readAnswer(socket)).startsWith("HTTP/1.1 200 ");
            String askingForAnother = String.join(
                    "\r\n",
                    "POST /api/chats HTTP/1.1",
                    "Host: x",
                    "Content-Type: application/json",
                    "Upgrade: other",
                    "Connection: Upgrade",
                    "Content-Length: 100",
                    "",
                    "");
            write(socket, askingForAnother);
            assertThat(http.get("/healthz").status()).isEqualTo(200);
            pass(Duration.ofSeconds(31));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    @DisplayName("is left alone if it is a WebSocket")
    void became_a_web_socket() throws IOException {
        ChatClient client = ChatClient.connect(http.webSocket());
        client.send("ping");
        client.next("pong");
        try (Socket other = http.socket()) {
            write(other, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(Http.readAnswer(other)).startsWith("HTTP/1.1 200 ");
            pass(Duration.ofHours(1));
            // Both were looked at in one round.
            assertThat(other.getInputStream().read()).isEqualTo(-1);
        }
        client.send("ping");
        client.next("pong");
    }

    @Test
    @DisplayName("is closed although a byte of its request comes every few seconds, of a header or of a body")
    void drips() throws IOException {
        try (Socket header = http.socket();
                Socket body = http.socket()) {
            write(header, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(Http.readAnswer(header)).startsWith("HTTP/1.1 200 ");
            write(header, "GET /healthz HTTP/1.1\r\nHost: ");
            write(
                    body,
                    "POST /api/chats HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 10000\r\n\r\n{");
            for (int i = 0; i < 6; i++) {
                pass(Duration.ofSeconds(9));
                drip(header);
                drip(body);
                // Whoever waits for an answer gives the server the time to read on.
                assertThat(http.get("/healthz").status()).isEqualTo(200);
            }
            assertThat(isClosed(header)).isTrue();
            assertThat(isClosed(body)).isTrue();
        }
    }

    private static void drip(Socket socket) {
        try {
            write(socket, "x");
        } catch (IOException closed) {
            assertThat(closed).isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    private static boolean isClosed(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }
}
