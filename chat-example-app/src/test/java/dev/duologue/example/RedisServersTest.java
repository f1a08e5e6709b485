package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import dev.duologue.websocket.testing.ChatClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Servers on one Redis")
class RedisServersTest {

    @RegisterExtension
    final Stage stage = new Stage();

    @TempDir
    Path folder;

    @Test
    @DisplayName("carry a chat between two browsers on two ports, also over a restart of Redis")
    void twoServers() {
        RedisServer redis = stage.opened(RedisServer.startDurable(RedisProgram.SYSTEM));
        Server one = serve(redis);
        Server other = serve(redis);
        JsonNode chat = new Http(one).startChat();
        Person abhi = stage.person();
        Person anny = stage.personWithPhone();
        abhi.enter(chat.at("/first/shortUrl").asText(), chat.at("/first/code").asText());
        anny.enter(
                chat.at("/second/shortUrl").asText().replace(":" + one.port(), ":" + other.port()),
                chat.at("/second/code").asText());
        abhi.seesPresence("In the chat");
        abhi.write("HELLO");
        anny.seesMessages("HELLO");
        anny.write("HI");
        abhi.seesMessages("HELLO", "HI");
        abhi.seesStateOf("HELLO", "seen");

        redis.kill();
        Eventually.holds(
                () -> assertThat(new Http(one).get("/healthz").status()).isEqualTo(503));
        int sockets = abhi.sockets();
        abhi.write("WHILE REDIS IS AWAY");
        abhi.seesStateOf("WHILE REDIS IS AWAY", "waiting");
        anny.seesMessages("HELLO", "HI");
        redis.start();
        Eventually.holds(
                () -> assertThat(new Http(one).get("/healthz").status()).isEqualTo(200));
        anny.seesMessages("HELLO", "HI", "WHILE REDIS IS AWAY");
        abhi.seesStateOf("WHILE REDIS IS AWAY", "seen");
        assertThat(abhi.sockets()).as("connections that were opened").isEqualTo(sockets);
        anny.write("BACK AGAIN");
        abhi.seesMessages("HELLO", "HI", "WHILE REDIS IS AWAY", "BACK AGAIN");
        abhi.shoot("chat-on-two-servers");

        anny.end();
        abhi.seesState("ANNY has ended the chat.");
        try (RespClient raw = redis.connect()) {
            List<String> hashes =
                    raw.keys().stream().filter(key -> key.endsWith(":m")).toList();
            assertThat(hashes).hasSize(1);
            assertThat(raw.texts("HGETALL", hashes.get(0)).toString()).doesNotContain("ABHI", "ANNY", "HELLO", "REDIS");
            assertThat(raw.keys()).noneMatch(key -> key.endsWith(":z"));
        }
    }

    @Test
    @DisplayName("are restarted under two who chat: both are told, and what was written meanwhile arrives once")
    void restarted() {
        RedisServer redis = stage.opened(RedisServer.startDurable(RedisProgram.SYSTEM));
        Link link = stage.link();
        Server before = stage.serveBehind(List.of(link), options(redis));
        JsonNode chat = new Http(before).startChat();
        Person abhi = stage.person().withBadNetwork();
        Person anny = stage.personWithPhone().withBadNetwork();
        abhi.enter(chat.at("/first/shortUrl").asText(), chat.at("/first/code").asText());
        anny.enter(chat.at("/second/shortUrl").asText(), chat.at("/second/code").asText());
        abhi.seesPresence("In the chat");
        abhi.write("BEFORE");
        anny.seesMessages("BEFORE");

        before.close();
        for (Person each : List.of(abhi, anny)) {
            assertThat(each.see("#lost")).hasText("Connection lost, trying again…");
        }
        abhi.write("MEANWHILE");
        abhi.seesStateOf("MEANWHILE", "waiting");
        stage.serveBehind(List.of(link), options(redis));
        anny.seesMessages("BEFORE", "MEANWHILE");
        anny.write("AFTER");
        abhi.seesMessages("BEFORE", "MEANWHILE", "AFTER");
        abhi.seesStateOf("MEANWHILE", "seen");
        assertThat(abhi.see("#lost")).isEmpty();
        abhi.seesPresence("In the chat");
    }

    @Test
    @DisplayName("say in one line why they cannot start, without the password")
    void failures() {
        String url = "redis://somebody:hunter2@127.0.0.1:" + RedisServer.freePort();
        assertThat(failing("--redis=" + url, "--pepper-file=" + folder.resolve("pepper")))
                .startsWith("The server could not start: Redis does not answer at redis://127.0.0.1:")
                .doesNotContain("hunter2", "somebody");
        assertThat(failing("--redis=http://somebody:hunter2@h"))
                .contains("--redis")
                .doesNotContain("hunter2");
        assertThat(failing("--pepper=abcd")).contains("--pepper").doesNotContain("abcd");
        assertThat(failing("--pepper-file=" + folder)).startsWith("The server could not start: the pepper");
    }

    @Test
    @DisplayName("say within a second that Redis is away, keep the connection, and take the message once it is back")
    void unavailable() {
        RedisServer redis = stage.opened(RedisServer.startDurable(RedisProgram.SYSTEM));
        Server server = serve(redis);
        JsonNode chat = new Http(server).startChat();
        try (ChatClient abhi = ChatClient.connect(new Http(server).webSocket());
                ChatClient anny = ChatClient.connect(new Http(server).webSocket())) {
            enter(abhi, chat.path("first"));
            enter(anny, chat.path("second"));
            abhi.next("peer");
            redis.kill();
            for (int i = 0; i < 3; i++) {
                long began = System.nanoTime();
                abhi.send("send", "id", "m1", "text", "HI");
                assertThat(abhi.nextError("unavailable").path("id").asText()).isEqualTo("m1");
                // With room for a machine that is busy.
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(1_200));
            }
            redis.start();
            Eventually.holds(() -> {
                abhi.send("send", "id", "m1", "text", "HI");
                JsonNode answer = abhi.next();
                assertThat(answer.path("type").asText()).isEqualTo("sent");
                assertThat(answer.path("seq").asInt()).isEqualTo(1);
            });
            assertThat(anny.next("message").path("text").asText()).isEqualTo("HI");
            anny.nothingElse();
        }
    }

    private static void enter(ChatClient client, JsonNode invitation) {
        String url = invitation.path("shortUrl").asText();
        client.send(
                "enter",
                "link",
                url.substring(url.indexOf('#') + 1),
                "code",
                invitation.path("code").asText(),
                "tab",
                "tab");
        client.next("entered");
    }

    @Test
    @DisplayName("let go of Redis when they cannot start, whatever the reason")
    void letsGo() {
        RedisServer redis = stage.opened(RedisServer.start(RedisProgram.SYSTEM));
        Server running = serve(redis);
        try (RespClient raw = redis.connect()) {
            int before = connections(raw);
            Options portTaken = Main.parse(
                    Stream.concat(Stream.of("--port=" + running.port()), Stream.of(options(redis)))
                            .toArray(String[]::new),
                    Map.of());
            assertThatThrownBy(() -> Server.start(portTaken)).isInstanceOf(IOException.class);
            Eventually.holds(() -> assertThat(connections(raw)).isLessThanOrEqualTo(before));
            assertThatThrownBy(() -> stage.serve(
                            chats -> {
                                throw new OutOfMemoryError("no thread can be made");
                            },
                            options(redis)))
                    .isInstanceOf(OutOfMemoryError.class);
            Eventually.holds(() -> assertThat(connections(raw)).isLessThanOrEqualTo(before));
            assertThat(raw.keys().stream().filter(key -> key.startsWith("duologue:node:")))
                    .hasSize(1);
        }
    }

    private static int connections(RespClient raw) {
        return (int) raw.text("CLIENT", "LIST").lines().count();
    }

    private Server serve(RedisServer redis) {
        return stage.serve(options(redis));
    }

    private String[] options(RedisServer redis) {
        return new String[] {"--redis=" + redis.url(), "--pepper-file=" + folder.resolve("pepper")};
    }

    private static String failing(String... options) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] all = new String[options.length + 1];
        all[0] = "--port=0";
        System.arraycopy(options, 0, all, 1, options.length);
        int exit = Main.run(
                        all,
                        Map.of(),
                        new PrintStream(new ByteArrayOutputStream()),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .orElseThrow();
        assertThat(exit).isNotZero();
        String told = err.toString(StandardCharsets.UTF_8);
        assertThat(told.strip().lines()).hasSize(1);
        return told;
    }
}
