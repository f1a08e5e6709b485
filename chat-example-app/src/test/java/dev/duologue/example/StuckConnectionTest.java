package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duologue.websocket.testing.ChatClient;
import dev.duologue.websocket.testing.RawClient;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A client that never reads")
class StuckConnectionTest {

    private static final Duration NOTHING_WRITTEN = Duration.ofSeconds(1);
    /** Twice what the kernel takes for a reader on the same machine. */
    private static final int MESSAGES = 2_500;

    private static final String TEXT = "x".repeat(4_000);

    private Server server;
    private Http http;

    @BeforeEach
    void serve() throws IOException {
        String[] options = {"--port=0", "--send-rate=off", "--send-burst=64"};
        server = Server.start(
                Main.parse(options, Map.of()),
                InstantSource.system(),
                chats -> chats.recordLimits(100_000, 64L * 1024 * 1024),
                webSocket -> webSocket.watch(Duration.ofSeconds(25), Duration.ofSeconds(60), NOTHING_WRITTEN));
        http = new Http(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("is cut off at the transport in bounded time, and the other side goes on")
    void neverReads() throws IOException {
        JsonNode chat = http.startChat();
        try (RawClient stuck = new RawClient(http.webSocket(), 4 * 1024);
                ChatClient writer = ChatClient.connect(http.webSocket())) {
            stuck.send(enter(chat, "first"));
            assertThat(stuck.read()).contains("entered");
            writer.raw(enter(chat, "second"));
            writer.next("entered");
            double before = sockets();
            int sent = 0;
            for (; sent < MESSAGES && connections() == 2; sent += 10) {
                for (int i = 0; i < 10; i++) {
                    writer.raw(ChatClient.json("send", "id", "m" + (sent + i), "text", TEXT));
                }
                for (int i = 0; i < 10; i++) {
                    awaitSent(writer);
                }
            }
            Eventually.holds(() -> assertThat(connections()).isEqualTo(1));
            Eventually.holds(() -> assertThat(sockets()).isLessThan(before));
            // What the kernel has is read now. Had the connection been left to the container, the rest would follow.
            List<String> read = new ArrayList<>();
            assertThat(isCut(stuck, read)).isTrue();
            assertThat(read).hasSizeLessThan(sent).noneMatch(frame -> frame.startsWith("close"));
            writer.raw(ChatClient.json("send", "id", "last", "text", "still here"));
            awaitSent(writer);
        }
    }

    private static boolean isCut(RawClient client, List<String> read) {
        try {
            while (true) {
                read.add(client.read());
            }
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException cut) {
            return true;
        }
    }

    /** News of the other side may come in between. */
    private static void awaitSent(ChatClient writer) {
        JsonNode frame = writer.next();
        while (frame.path("type").asText().equals("peer")) {
            frame = writer.next();
        }
        assertThat(frame.path("type").asText()).isEqualTo("sent");
    }

    private double connections() {
        return metric("duologue_connections ");
    }

    /** Of any kind, at the transport. */
    private double sockets() {
        return metric("duologue_sockets ");
    }

    private double metric(String name) {
        return http.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    private static String enter(JsonNode chat, String side) {
        String url = chat.at("/" + side + "/shortUrl").asText();
        return ChatClient.json(
                "enter",
                "link",
                url.substring(url.indexOf('#') + 1),
                "code",
                chat.at("/" + side + "/code").asText(),
                "tab",
                side);
    }
}
