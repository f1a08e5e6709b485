package dev.duologue.spring.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.websocket.testing.ChatClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

@DisplayName("The sample application")
class SampleApplicationTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final AtomicInteger GUESTS = new AtomicInteger();

    private static Running sample;

    @BeforeAll
    static void start() {
        sample = Running.start();
    }

    @AfterAll
    static void stop() {
        sample.close();
    }

    @Test
    @DisplayName("starts a chat from a controller, and two people talk over WebSocket to its end")
    void a_whole_chat() throws Exception {
        JsonNode given = sample.startChat();
        assertThat(given.at("/0/shortUrl").asText()).startsWith("https://chat.example/c.html#");
        try (ChatClient abhi = sample.enter(given.get(0));
                ChatClient anny = sample.enter(given.get(1))) {
            abhi.next("peer");
            abhi.send("send", "id", "m1", "text", "HI");
            abhi.next("sent");
            assertThat(anny.next("message").get("text").asText()).isEqualTo("HI");
            assertThat(sample.get("/actuator/metrics/duologue.connections").body())
                    .contains("\"value\":2.0");
            anny.send("end");
            assertThat(abhi.next("ended").get("by").asText()).isEqualTo("second");
            assertThat(abhi.closeCode()).isEqualTo(4000);
        }
    }

    @Test
    @DisplayName("refuses names by a problem, and tells no name in it")
    void refused_names() throws Exception {
        HttpResponse<String> refused = sample.post("/chats", "{\"first\":\"ABHI\",\"second\":\"abhi\"}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).doesNotContainIgnoringCase("abhi");
    }

    @Test
    @DisplayName("serves its page and the browser side, which a browser asks about again and need not load again")
    void browser_side() throws Exception {
        assertThat(sample.get("/c.html").body()).contains("<duologue-chat>");
        HttpResponse<String> module = sample.get("/duologue/duologue.js");
        assertThat(module.statusCode()).isEqualTo(200);
        assertThat(module.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/javascript");
        assertThat(module.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(module.headers().firstValue("Last-Modified")).isEmpty();
        String etag = module.headers().firstValue("ETag").orElseThrow();
        assertThat(sample.get("/duologue/duologue.js", "If-None-Match", etag).statusCode())
                .isEqualTo(304);
        assertThat(sample.get("/duologue/chat.js").headers().firstValue("ETag").orElseThrow())
                .isNotEqualTo(etag);
        assertThat(sample.get("/duologue/../dev/duologue/ChatService.class").statusCode())
                .isGreaterThanOrEqualTo(400);
    }

    @Test
    @DisplayName("tells its health and its metrics")
    void actuator() throws Exception {
        JsonNode health = JSON.readTree(sample.get("/actuator/health").body());
        assertThat(health.at("/components/duologue/status").asText()).isEqualTo("UP");
        assertThat(JSON.readTree(sample.get("/actuator/metrics").body())
                        .get("names")
                        .toString())
                .contains("duologue.chats.live", "duologue.chats.ended", "duologue.errors", "duologue.closings");
    }

    @Test
    @DisplayName("refuses pages of other origins and requests that are no handshakes")
    void handshakes() throws Exception {
        assertThat(statusOf("Origin", "https://evil.example")).isEqualTo(403);
        try (ChatClient welcome =
                ChatClient.connect(sample.chat(), Map.of("Origin", "https://chat.example"), "duologue.v1")) {
            assertThat(welcome.subprotocol()).isEqualTo("duologue.v1");
            welcome.nothingElse();
        }
        assertThat(sample.get("/chat").statusCode()).isEqualTo(426);
    }

    @Test
    @DisplayName("lets an address have no more connections than it may, by the client's address that a proxy tells")
    void connections_of_an_address() {
        try (ChatClient first = proxied("203.0.113.7");
                ChatClient second = proxied("203.0.113.7")) {
            first.nothingElse();
            second.nothingElse();
            assertThat(statusOf("X-Forwarded-For", "203.0.113.7")).isEqualTo(429);
            try (ChatClient other = proxied("203.0.113.8")) {
                other.nothingElse();
            }
        }
    }

    @Test
    @DisplayName("lets an address try no more codes than it may")
    void codes_of_an_address() throws Exception {
        JsonNode given = sample.startChat();
        try (ChatClient guesser = proxied("203.0.113.9")) {
            for (int i = 0; i < 2; i++) {
                guesser.send("enter", "link", link(given.get(0)), "code", "000-000", "tab", "t");
                guesser.nextError("code_wrong");
            }
            guesser.send("enter", "link", link(given.get(0)), "code", "000-000", "tab", "t");
            guesser.nextError("rate_limited");
        }
    }

    @Test
    @DisplayName(
            "shares chats with another by a real Redis, asks its clients to connect there when it ends, and nothing is lost")
    void on_redis(@TempDir Path folder) throws Exception {
        try (RedisServer redis = RedisServer.start(RedisProgram.SYSTEM)) {
            String[] onRedis = {
                "duologue.redis.url=" + redis.url(), "duologue.redis.pepper-file=" + folder.resolve("pepper")
            };
            try (Running other = Running.start(onRedis)) {
                JsonNode given;
                ChatClient abhi = null;
                try (Running one = Running.start(onRedis)) {
                    given = one.startChat();
                    abhi = one.enter(given.get(0));
                    try (ChatClient anny = other.enter(given.get(1))) {
                        abhi.next("peer");
                        abhi.send("send", "id", "m1", "text", "HI");
                        abhi.next("sent");
                        assertThat(anny.next("message").get("text").asText()).isEqualTo("HI");
                    }
                }
                assertThat(abhi.closeCode()).isEqualTo(4500);
                try (ChatClient again = other.enter(given.get(0))) {
                    assertThat(again.next("message").get("text").asText()).isEqualTo("HI");
                }
            }
        }
    }

    private static ChatClient proxied(String address) {
        return ChatClient.connect(sample.chat(), Map.of("X-Forwarded-For", address), "duologue.v1");
    }

    /** The status of a handshake that is refused. */
    private static int statusOf(String header, String value) {
        CompletionException refused = Assertions.catchThrowableOfType(
                CompletionException.class,
                () -> ChatClient.connect(sample.chat(), Map.of(header, value), "duologue.v1"));
        return ((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode();
    }

    private static String link(JsonNode given) {
        return URI.create(given.get("shortUrl").asText()).getFragment();
    }

    /** The application on a port of its own. */
    private record Running(ConfigurableApplicationContext context) implements AutoCloseable {

        static Running start(String... properties) {
            String[] all = Stream.concat(
                            Stream.of(
                                    "server.port=0",
                                    "server.address=127.0.0.1",
                                    "server.forward-headers-strategy=native",
                                    "spring.main.banner-mode=off",
                                    "spring.jmx.enabled=false",
                                    "logging.level.root=warn",
                                    "management.endpoints.web.exposure.include=health,metrics",
                                    "management.endpoint.health.show-details=always",
                                    "duologue.base-url=https://chat.example/c.html",
                                    "duologue.address-limits.code-tries=2/1h",
                                    "duologue.websocket.connections-of-address=2"),
                            Arrays.stream(properties))
                    .map(property -> "--" + property)
                    .toArray(String[]::new);
            return new Running(new SpringApplicationBuilder(SampleApplication.class).run(all));
        }

        String address() {
            return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
        }

        URI chat() {
            return URI.create(address().replace("http", "ws") + "/chat");
        }

        JsonNode startChat() throws IOException, InterruptedException {
            HttpResponse<String> answer = post("/chats", "{\"first\":\"ABHI\",\"second\":\"ANNY\"}");
            assertThat(answer.statusCode()).isEqualTo(201);
            return JSON.readTree(answer.body());
        }

        ChatClient enter(JsonNode given) {
            // Everybody calls from an address of one's own, so that limits of others do not count.
            String address = "198.51.100." + GUESTS.incrementAndGet();
            ChatClient client = ChatClient.connect(chat(), Map.of("X-Forwarded-For", address), "duologue.v1");
            client.send(
                    "enter",
                    "link",
                    link(given),
                    "code",
                    given.get("secretCode").asText(),
                    "tab",
                    "tab-" + given.get("name").asText());
            client.next("entered");
            return client;
        }

        HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }

        HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
            return HTTP.send(
                    HttpRequest.newBuilder(URI.create(address() + path))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(json))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
