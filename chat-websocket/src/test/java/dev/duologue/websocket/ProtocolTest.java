package dev.duologue.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duologue.ChatService;
import dev.duologue.Invitation;
import dev.duologue.StartedChat;
import dev.duologue.websocket.testing.ChatClient;
import dev.duologue.websocket.testing.SettableClock;
import dev.duologue.websocket.testing.TyrusHost;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The protocol, by a client that is not ours, on Tyrus")
class ProtocolTest {

    private final SettableClock clock = new SettableClock();
    private final ChatService chats = ChatService.builder(URI.create("http://localhost/c"))
            .clock(clock)
            .build();
    private final ChatWebSocket webSocket = ChatWebSocket.builder(chats)
            .clock(clock)
            .allowedOrigin("http://localhost")
            .build();
    private final StartedChat chat = chats.start("ABHI", "ANNY").join();
    private TyrusHost host;

    @BeforeEach
    void serve() throws Exception {
        host = new TyrusHost(webSocket.endpointConfig());
    }

    @AfterEach
    void stop() {
        webSocket.close();
        host.close();
        chats.close();
    }

    private ChatClient connect() {
        return ChatClient.connect(host.uri("/chat"));
    }

    private static void enter(ChatClient client, Invitation invitation, String tab) {
        client.send("enter", "link", invitation.link(), "code", invitation.secretCode(), "tab", tab);
    }

    @Test
    @DisplayName("carries a chat from hello to ended")
    void carries_a_chat_from_hello_to_ended() {
        try (ChatClient abhi = connect();
                ChatClient anny = connect()) {
            abhi.send("open", "link", chat.first().link());
            JsonNode hello = abhi.next("hello");
            assertThat(hello.path("name").asText()).isEqualTo("ABHI");
            assertThat(hello.path("state").asText()).isEqualTo("open");
            assertThat(hello.path("codeForm").path("groups").toString()).isEqualTo("[3,3]");

            enter(abhi, chat.first(), "a");
            assertThat(abhi.next("entered").path("peer").path("present").asBoolean()).isFalse();
            abhi.send("send", "id", "m1", "text", "HI");
            assertThat(abhi.next("sent").path("seq").asLong()).isEqualTo(1);

            enter(anny, chat.second(), "b");
            JsonNode entered = anny.next("entered");
            assertThat(entered.path("last").asLong()).isEqualTo(1);
            assertThat(entered.path("deadline").path("reason").asText()).isEqualTo("idle");
            JsonNode message = anny.next("message");
            assertThat(message.path("text").asText()).isEqualTo("HI");
            assertThat(message.path("key").asText()).isEqualTo("29MAR2026005930ABHI");
            assertThat(message.has("id")).isFalse();
            assertThat(abhi.next("peer").path("present").asBoolean()).isTrue();

            anny.send("end");
            assertThat(abhi.next("ended").path("by").asText()).isEqualTo("second");
            assertThat(anny.next("ended").path("reason").asText()).isEqualTo("ended");
            assertThat(abhi.closeCode()).isEqualTo(4000);
            assertThat(anny.closeCode()).isEqualTo(4000);
        }
    }

    @Test
    @DisplayName("closes with 4005 who says nothing for 5 s")
    void closes_who_says_nothing() {
        try (ChatClient silent = connect()) {
            clock.pass(Duration.ofSeconds(6));
            assertThat(silent.closeCode()).isEqualTo(4005);
        }
    }
}
