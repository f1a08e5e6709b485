package dev.duologue.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duologue.ChatListener;
import dev.duologue.ChatService;
import dev.duologue.ChatStatus;
import dev.duologue.Entry;
import dev.duologue.Seat;
import dev.duologue.SendResult;
import dev.duologue.websocket.testing.ChatClient;
import dev.duologue.websocket.testing.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What goes out to readers of all speeds")
class OutboundTest extends ProtocolFixture {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MESSAGES = 260;
    private static final int AT_ONCE = 30;
    private static final int SMALL_BUFFER = 8 * 1024;

    @Override
    ChatService.Builder service() {
        return super.service().sendRate(Double.POSITIVE_INFINITY, 20);
    }

    /** Both entered once, and the first wrote as much as a record may hold. */
    private void fillTheRecord() {
        Seat seat = ((Entry.Admitted)
                        chats.enter(chat.first().link(), chat.first().secretCode(), new ChatListener() {})
                                .join())
                .seat();
        String wide = "😀".repeat(3_990);
        for (int i = 0; i < MESSAGES; i++) {
            assertThat(seat.send("m" + i, wide + i).join()).isInstanceOf(SendResult.Sent.class);
        }
    }

    @Test
    @DisplayName("a history of 4 MiB reaches a reader of 256 kbit/s in one go, in order")
    void a_slow_reader_gets_it_all() throws IOException {
        fillTheRecord();
        try (RawClient reader = new RawClient(host.uri("/chat"), SMALL_BUFFER)) {
            reader.send(enterSecond());
            assertThat(reader.read()).contains("\"entered\"");
            int bytes = 0;
            for (int seq = 1; seq <= MESSAGES; seq++) {
                String frame = nextMessage(reader);
                assertThat(JSON.readTree(frame).path("seq").asInt()).isEqualTo(seq);
                bytes += frame.getBytes(StandardCharsets.UTF_8).length;
                // By the server's clock 32 KiB take a second; a ping now and then keeps the connection, as a page does.
                clock.pass(Duration.ofMillis(500));
                if (seq % 40 == 0) {
                    reader.send("{\"type\":\"ping\"}");
                }
            }
            assertThat(bytes).isGreaterThan(4_000_000);
        }
    }

    private static String nextMessage(RawClient reader) throws IOException {
        String frame = reader.read();
        return frame.contains("\"pong\"") ? nextMessage(reader) : frame;
    }

    @Test
    @DisplayName("a reader that takes nothing for 30 s is closed, and may come back for the rest")
    void a_stuck_reader_is_closed() throws IOException {
        fillTheRecord();
        try (RawClient stuck = new RawClient(host.uri("/chat"), SMALL_BUFFER)) {
            stuck.send(enterSecond());
            Eventually.holds(this::seatIsTaken);
            // The seat is free again although nothing was read; whoever reads then finds out why.
            Eventually.holds(() -> {
                clock.pass(Duration.ofMillis(100));
                return !seatIsTaken();
            });
            assertThat(lastFrame(stuck)).isEqualTo("close 4501");
        }
        ChatClient back = connect();
        enter(back, chat.second(), "t");
        assertThat(back.next("entered").path("last").asInt()).isEqualTo(MESSAGES);
        for (int seq = 1; seq <= MESSAGES; seq++) {
            assertThat(back.next("message").path("seq").asInt()).isEqualTo(seq);
        }
    }

    @Test
    @DisplayName("a reader that never reads again is forgotten")
    void a_reader_for_ever_stuck_is_forgotten() throws IOException {
        fillTheRecord();
        try (RawClient stuck = new RawClient(host.uri("/chat"), SMALL_BUFFER)) {
            stuck.send(enterSecond());
            Eventually.holds(this::seatIsTaken);
            Eventually.holds(() -> {
                clock.pass(Duration.ofSeconds(10));
                return webSocket.connections() == 0;
            });
        }
    }

    @Test
    @DisplayName("what both send at once reaches both in one order, and each send is answered")
    void both_at_once() {
        Pair pair = bothIn();
        for (int i = 0; i < AT_ONCE; i++) {
            pair.first().send("send", "id", "a" + i, "text", "a" + i);
            pair.second().send("send", "id", "b" + i, "text", "b" + i);
        }
        assertThat(inOrder(pair.first())).doesNotHaveDuplicates().isEqualTo(inOrder(pair.second()));
    }

    /** All messages as they come, one's own by their ids, which are their texts. */
    private static List<String> inOrder(ChatClient client) {
        return IntStream.rangeClosed(1, 2 * AT_ONCE)
                .mapToObj(seq -> {
                    JsonNode frame = client.next();
                    assertThat(frame.path("seq").asInt()).isEqualTo(seq);
                    return frame.path(frame.path("type").asText().equals("sent") ? "id" : "text")
                            .asText();
                })
                .toList();
    }

    private static String lastFrame(RawClient reader) throws IOException {
        String frame = reader.read();
        return frame.startsWith("close") ? frame : lastFrame(reader);
    }

    private boolean seatIsTaken() {
        ChatStatus.Open status =
                (ChatStatus.Open) chats.chat(chat.id()).status().join().orElseThrow();
        return status.second().state() == ChatStatus.State.IN;
    }

    private String enterSecond() {
        return ChatClient.json(
                "enter", "link", chat.second().link(), "code", chat.second().secretCode(), "tab", "t");
    }
}
