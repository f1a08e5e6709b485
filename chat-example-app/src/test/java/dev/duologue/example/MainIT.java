package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.websocket.testing.ChatClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The runnable jar")
class MainIT {

    private static final Path JAR = Path.of("target", "chat-example-app.jar").toAbsolutePath();

    @TempDir
    Path elsewhere;

    private Process process;

    @AfterEach
    void stop() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    @DisplayName("serves from any folder, says so in one line, and goes down in order when told to")
    void wholeLife() throws Exception {
        long began = System.nanoTime();
        Http http = new Http(start("--port=0"));
        System.out.println(
                "ready after " + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
        assertThat(http.get("/").body()).contains("Duologue");
        assertThat(http.get("/duologue/duologue.js").status()).isEqualTo(200);
        assertThat(http.get("/healthz").body()).isEqualTo("ok");

        JsonNode chat = http.post("/api/chats", "{\"first\":\"CANARYABHI\",\"second\":\"CANARYANNY\"}")
                .json();
        String link = token(chat, "first");
        String code = chat.at("/first/code").asText();
        ChatClient abhi = enter(http, link, code);
        ChatClient anny =
                enter(http, token(chat, "second"), chat.at("/second/code").asText());
        JsonNode peer = abhi.next("peer");
        assertThat(peer.get("present").asBoolean()).isTrue();
        abhi.send("send", "id", "m1", "text", "CANARYTEXT");
        abhi.next("sent");
        assertThat(anny.next("message").get("text").asText()).isEqualTo("CANARYTEXT");
        abhi.raw("{\"type\":\"send\",\"id\":\"CANARYFRAME");
        abhi.nextError("bad_frame");
        anny.send("typing");
        abhi.next("typing");
        anny.send("end");
        abhi.next("ended");
        assertThat(abhi.closeCode()).isEqualTo(4000);

        JsonNode other = http.startChat();
        ChatClient waiting =
                enter(http, token(other, "first"), other.at("/first/code").asText());
        long told = System.nanoTime();
        process.destroy();
        assertThat(waiting.closeCode()).isEqualTo(4500);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(5));
        assertThat(process.exitValue()).isZero();
        Assertions.assertThatThrownBy(() -> {
                    Socket socket = http.socket();
                    socket.close();
                })
                .isInstanceOf(ConnectException.class);
        assertThat(elsewhere.toFile().list()).as("files left behind").containsExactly("log");
        assertThat(Files.readString(log()))
                .as("the log")
                .doesNotContain("CANARY", link, code, chat.get("host").asText());
    }

    @Test
    @DisplayName("goes down within 5 s though a client does not answer the goodbye")
    void deafClient() throws Exception {
        Http http = new Http(start("--port=0"));
        try (Socket deaf = http.socket()) {
            Http.send(
                    deaf,
                    "GET /chat HTTP/1.1",
                    "Host: x",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "Sec-WebSocket-Protocol: duologue.v1",
                    "",
                    "");
            assertThat(Http.readHead(deaf)).startsWith("HTTP/1.1 101 ");
            long told = System.nanoTime();
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(5));
            assertThat(process.exitValue()).isZero();
        }
    }

    @Test
    @DisplayName("refuses a wrong option with 2, and a taken port with 1, in one line")
    void refusals() throws Exception {
        assertThat(run("--lifetime=long").waitFor()).isEqualTo(2);
        assertThat(Files.readAllLines(log())).singleElement().asString().contains("--lifetime");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("--port=" + taken.getLocalPort()).waitFor()).isEqualTo(1);
            assertThat(Files.readAllLines(log())).singleElement().asString().contains("" + taken.getLocalPort());
        }
    }

    @Test
    @DisplayName("tells which version it is")
    void version() throws Exception {
        assertThat(run("--version").inputReader().lines())
                .singleElement()
                .asString()
                .matches("Duologue \\d+\\.\\d+\\.\\d+(-[A-Za-z0-9.]+)?");
    }

    @Test
    @DisplayName("reads the environment")
    void environment() throws Exception {
        assertThat(process(List.of(), "DUOLOGUE_PORT", "none").waitFor()).isEqualTo(2);
        assertThat(Files.readAllLines(log())).singleElement().asString().contains("--port");
    }

    @Test
    @DisplayName("serves from Redis, says so by its health when Redis is away, and is well again with Redis")
    void redis() throws Exception {
        try (RedisServer redis = RedisServer.startDurable(RedisProgram.SYSTEM)) {
            Path pepper = elsewhere.resolve("pepper");
            Http http = new Http(start("--port=0", "--redis=" + redis.url(), "--pepper-file=" + pepper));
            assertThat(http.get("/healthz").status()).isEqualTo(200);
            assertThat(pepper).isNotEmptyFile();
            JsonNode chat = http.startChat();
            String code = chat.at("/first/code").asText();
            enter(http, token(chat, "first"), code);
            redis.kill();
            assertThat(http.get("/healthz").status()).isEqualTo(503);
            redis.start();
            Eventually.holds(() -> assertThat(http.get("/healthz").status()).isEqualTo(200));
            enter(http, token(chat, "second"), chat.at("/second/code").asText());
            assertThat(Files.readString(log())).as("the log").doesNotContain("ABHI", token(chat, "first"), code);
        }
    }

    @Test
    @DisplayName("does not start where Redis does not answer, and says so in one line without the password")
    void redisAway() throws Exception {
        String address = "127.0.0.1:" + RedisServer.freePort();
        Process refused = run(
                "--port=0",
                "--redis=redis://CANARYUSER:CANARYPASSWORD@" + address,
                "--pepper-file=" + elsewhere.resolve("pepper"));
        assertThat(refused.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(refused.exitValue()).isEqualTo(1);
        assertThat(Files.readAllLines(log()))
                .singleElement()
                .asString()
                .startsWith("The server could not start: Redis does not answer at redis://" + address)
                .doesNotContain("CANARY");
    }

    private Path log() {
        return elsewhere.resolve("log");
    }

    private Process run(String... args) throws IOException {
        return process(List.of(args), "DUOLOGUE_UNUSED", "");
    }

    private Process process(List<String> args, String variable, String value) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command).directory(elsewhere.toFile());
        builder.environment().put(variable, value);
        process = builder.redirectError(log().toFile()).start();
        return process;
    }

    /** Starts the server, and gives the port of the line that says where it is ready. */
    private int start(String... args) throws Exception {
        BufferedReader out = run(args).inputReader();
        String line = CompletableFuture.supplyAsync(
                        () -> out.lines().findFirst().orElse(""))
                .get(Http.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(line).matches("Duologue is ready at http://localhost:\\d+");
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    private static ChatClient enter(Http http, String link, String code) {
        ChatClient client = ChatClient.connect(http.webSocket());
        client.send("enter", "link", link, "code", code, "tab", "t");
        client.next("entered");
        return client;
    }

    private static String token(JsonNode chat, String side) {
        String url = chat.at("/" + side + "/shortUrl").asText();
        return url.substring(url.indexOf('#') + 1);
    }
}
