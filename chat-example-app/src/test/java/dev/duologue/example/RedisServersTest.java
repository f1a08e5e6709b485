package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        abhi.write("WHILE REDIS IS AWAY");
        anny.seesMessages("HELLO", "HI");
        redis.start();
        Eventually.holds(
                () -> assertThat(new Http(one).get("/healthz").status()).isEqualTo(200));
        anny.seesMessages("HELLO", "HI", "WHILE REDIS IS AWAY");
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

    private Server serve(RedisServer redis) {
        return stage.serve("--redis=" + redis.url(), "--pepper-file=" + folder.resolve("pepper"));
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
