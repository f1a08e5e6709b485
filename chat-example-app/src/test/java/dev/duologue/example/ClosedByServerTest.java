package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import dev.duologue.websocket.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A page that the server closes")
@Tag("slow")
class ClosedByServerTest {

    private static final double FLOODED_MS = 3_000;
    /** Before a connection that says nothing is taken for dead. */
    private static final Duration ENTERED_WITHIN = Duration.ofSeconds(50);

    @RegisterExtension
    final Stage stage = new Stage();

    @TempDir
    Path folder;

    @Test
    @DisplayName("because nobody entered in time takes the code all the same, on a new connection")
    void notEntered() throws IOException {
        SettableClock clock = new SettableClock();
        Server server = stage.opened(Server.start(
                Main.parse(new String[] {"--port=0"}, Map.of()),
                InstantSource.system(),
                chats -> chats,
                webSocket -> webSocket.clock(clock).entryTimes(Duration.ofSeconds(5), ENTERED_WITHIN)));
        JsonNode invitation = new Http(server).startChat().get("first");
        Person abhi = stage.person().open(invitation.get("shortUrl").asText());
        assertThat(abhi.see("#hello")).hasText("Hello ABHI");
        clock.pass(ENTERED_WITHIN.plusSeconds(1));
        Eventually.holds(() -> assertThat(abhi.page().evaluate("document.querySelector('duologue-chat').client.paused"))
                .isEqualTo(true));
        assertThat(abhi.see("#notice")).isEmpty();
        assertThat(abhi.sockets()).isEqualTo(1);
        abhi.shoot("enter-paused");
        abhi.tryCode(invitation.get("code").asText());
        abhi.seesRoom();
        assertThat(abhi.sockets()).isEqualTo(2);
    }

    @Test
    @DisplayName("because nothing was said, in the middle of a chat, goes on when the person does")
    void paused() {
        JsonNode chat = new Http(stage.serve()).startChat();
        Person abhi = stage.person();
        List<WebSocketRoute> connections = new CopyOnWriteArrayList<>();
        abhi.page().routeWebSocket("**/chat", connection -> {
            connection.connectToServer();
            connections.add(connection);
        });
        abhi.enter(chat.at("/first/shortUrl").asText(), chat.at("/first/code").asText());
        Person anny = stage.person()
                .enter(
                        chat.at("/second/shortUrl").asText(),
                        chat.at("/second/code").asText());
        abhi.write("BEFORE");
        anny.seesMessages("BEFORE");
        connections.get(0).close(new WebSocketRoute.CloseOptions().setCode(4005).setReason("nothing was said"));
        assertThat(abhi.see("#lost")).hasText("Disconnected, because nothing happened for long.");
        assertThat(abhi.see("#presence")).isHidden();
        abhi.shoot("chat-paused");
        anny.write("MEANWHILE");
        assertThat(connections).hasSize(1);
        abhi.see("#retry").click();
        assertThat(abhi.see("#message")).isFocused();
        abhi.seesMessages("BEFORE", "MEANWHILE");
        assertThat(abhi.see("#lost")).isHidden();
        assertThat(connections).hasSize(2);
    }

    @Test
    @DisplayName("because far too much came says so, keeps what was not sent, and goes on when asked")
    void flood() {
        Stage.Pair pair = stage.pair(stage.serve("--frame-rate=1/s"));
        pair.abhi().write("BEFORE");
        pair.anny().seesMessages("BEFORE");
        // What is on its way when the server closes can reset the connection, and the close code is lost with it; the
        // page
        // then comes back by itself, and floods again.
        Eventually.holds(() -> {
            flood(pair.abhi());
            assertThat(pair.abhi().see("#state"))
                    .hasText(
                            "You were disconnected: too much came too fast.",
                            new LocatorAssertions.HasTextOptions().setTimeout(FLOODED_MS));
        });
        pair.abhi().shoot("over-flood");
        pair.abhi().see("#again").click();
        pair.abhi().seesRoom();
        pair.abhi().seesMessages("BEFORE");
    }

    private static void flood(Person person) {
        person.page()
                .evaluate("() => { const { conversation } = document.querySelector('duologue-chat').client ?? {};"
                        + " for (let times = 0; times < 300; times++) conversation?.stay(); }");
    }

    @Test
    @DisplayName("because the store has lost the record tells both so")
    void lost() {
        RedisServer redis = stage.opened(RedisServer.start(RedisProgram.SYSTEM));
        Stage.Pair pair =
                stage.pair(stage.serve("--redis=" + redis.url(), "--pepper-file=" + folder.resolve("pepper")));
        pair.abhi().write("HELLO");
        pair.anny().seesMessages("HELLO");
        try (RespClient raw = redis.connect()) {
            raw.keys().stream().filter(key -> key.endsWith(":z")).forEach(key -> raw.command("DEL", key));
        }
        // Not by the field: the server may have found out by itself, and the page have told it.
        pair.abhi()
                .page()
                .evaluate("() => document.querySelector('duologue-chat').client?.conversation.send('WHERE IS IT?')");
        for (Person person : List.of(pair.abhi(), pair.anny())) {
            person.seesState("The server has lost the chat, so it has ended.");
        }
        pair.abhi().shoot("over-lost");
    }
}
