package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import dev.duologue.websocket.testing.ChatClient;
import dev.duologue.websocket.testing.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The limits of the reference server:")
class LimitsTest {

    private static final String NAMES = "{\"first\":\"ABHI\",\"second\":\"ANNY\"}";
    private static final String UNKNOWN = "23AHi7kQkQkQkQkQ";

    private static final int PING = 0x9;

    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    @DisplayName("an address starts five chats in a minute; the next is 429 with Retry-After, and counted")
    void starts() {
        Http http = serve();
        for (int i = 0; i < 5; i++) {
            assertThat(start(http)).isEqualTo(201);
        }
        Http.Answer answer = http.post("/api/chats", NAMES);
        assertProblem(answer, 429);
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 12);
        assertThat(refused(http, "starts")).isEqualTo(1);
        assertThat(http.post("/api/chats", "{\"first\":\"\",\"second\":\"\"}").status())
                .isEqualTo(422);
        assertThat(http.get("/").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("a header that a client made up changes nothing")
    void forged() {
        Http http = serve("--start-limit=2/h");
        for (int i = 0; i < 2; i++) {
            assertThat(start(http)).isEqualTo(201);
        }
        for (String header : List.of("X-Forwarded-For", "Forwarded", "X-Real-IP")) {
            assertThat(start(http, header, "for=198.51.100.7")).isEqualTo(429);
            assertThat(start(http, header, "198.51.100.7")).isEqualTo(429);
        }
    }

    @Test
    @DisplayName("behind a proxy that is trusted each client counts for itself, an IPv6 one with its /64")
    void proxy() {
        Http http = serve("--start-limit=1/h", "--trusted-proxy=127.0.0.0/8,::1");
        assertThat(start(http, "X-Forwarded-For", "198.51.100.1")).isEqualTo(201);
        assertThat(start(http, "X-Forwarded-For", "198.51.100.1")).isEqualTo(429);
        assertThat(start(http, "X-Forwarded-For", "6.6.6.6, 198.51.100.1")).isEqualTo(429);
        assertThat(start(http, "X-Forwarded-For", "198.51.100.2")).isEqualTo(201);
        assertThat(start(http, "X-Forwarded-For", "2001:db8:1:2::1")).isEqualTo(201);
        assertThat(start(http, "X-Forwarded-For", "2001:db8:1:2:ffff::9")).isEqualTo(429);
        assertThat(start(http, "X-Forwarded-For", "2001:db8:1:3::1")).isEqualTo(201);
        assertThat(start(http, "Forwarded", "for=198.51.100.77"))
                .as("the header that the proxy does not set")
                .isEqualTo(201);
        assertThat(start(http, "Forwarded", "for=198.51.100.78")).isEqualTo(429);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "127.0.0.1, 200",
        "127.8.9.10, 200",
        "0:0:0:0:0:0:0:1, 200",
        "::1, 200",
        "::ffff:127.0.0.1, 200",
        "192.168.1.2, 403",
        "10.0.0.1, 403",
        "2001:db8::1, 403",
        "0.0.0.0, 403"
    })
    @DisplayName("metrics are for who is on this machine, not for who comes through a proxy on it")
    void metricsBehindProxy(String client, int status) {
        Http http = serve("--trusted-proxy=127.0.0.1", "--proxy-header=Forwarded");
        assertThat(http.get("/metrics").status()).isEqualTo(200);
        assertThat(http.get("/metrics", "Forwarded", "for=\"[" + client + "]\"").status())
                .isEqualTo(status);
    }

    @Test
    @DisplayName("codes and unknown links are told rate_limited, and counted; who holds a seat comes back")
    void frames() {
        // Two: a link that is known is counted until it is found, and taken back in its own time.
        Http http = serve("--code-limit=2/h", "--unknown-link-limit=2/h");
        JsonNode chat = http.startChat();
        String link = token(chat, "first");
        ChatClient abhi = client(http);
        abhi.send("enter", "link", link, "code", chat.at("/first/code").asText(), "tab", "a");
        String seat = abhi.next("entered").path("token").asText();
        ChatClient guesser = client(http);
        guesser.send("enter", "link", link, "code", "000-000", "tab", "b");
        guesser.nextError("code_wrong");
        guesser.send("enter", "link", link, "code", "000-000", "tab", "b");
        assertThat(guesser.nextError("rate_limited").path("retryAfter").asInt()).isBetween(1, 1_800);
        for (int i = 0; i < 2; i++) {
            ChatClient prober = client(http);
            prober.send("open", "link", UNKNOWN);
            prober.nextError("link_unknown");
        }
        ChatClient again = client(http);
        again.send("open", "link", UNKNOWN);
        again.nextError("rate_limited");
        assertThat(refused(http, "code_tries")).isEqualTo(1);
        assertThat(refused(http, "unknown_links")).isEqualTo(1);
        abhi.cut();
        ChatClient back = client(http);
        back.send("resume", "link", link, "token", seat, "after", 0, "tab", "a");
        back.next("entered");
    }

    @Test
    @DisplayName("an address has so many connections; the next handshake is 429 with Retry-After, and counted")
    void connectionsOfAddress() throws IOException {
        Http http = serve("--address-connections=2");
        ChatClient one = client(http);
        ChatClient other = client(http);
        awaitConnections(http, 2);
        String answer = handshake(http);
        assertThat(answer)
                .startsWith("HTTP/1.1 429 ")
                .containsIgnoringCase("\r\nRetry-After: 10\r\n")
                .containsIgnoringCase("\r\nContent-Type: application/problem+json")
                .endsWith("}");
        assertThat(Http.json(answer.substring(answer.indexOf("\r\n\r\n") + 4))
                        .path("status")
                        .asInt())
                .isEqualTo(429);
        assertThat(refused(http, "connections")).isEqualTo(1);
        one.nothingElse();
        other.cut();
        Eventually.holds(() -> assertThat(handshake(http)).startsWith("HTTP/1.1 101 "));
    }

    @Test
    @DisplayName("the server has so many connections; the next handshake is 503 with Retry-After, and counted")
    void connections() {
        Http http = serve("--connections=2", "--address-limits=off");
        ChatClient one = client(http);
        client(http);
        awaitConnections(http, 2);
        assertThat(handshake(http)).startsWith("HTTP/1.1 503 ").containsIgnoringCase("\r\nRetry-After: 10\r\n");
        assertThat(refused(http, "connections")).isEqualTo(1);
        one.nothingElse();
    }

    @Test
    @DisplayName(
            "a handshake that is refused, for a limit or by the container, tells a browser to refuse what every answer does")
    void headersOfRefusals() {
        Http http = serve("--address-connections=1");
        String foreign = handshake(http, "Origin: http://evil.example");
        assertThat(foreign).startsWith("HTTP/1.1 403 ");
        assertSecure(http, foreign);
        client(http);
        awaitConnections(http, 1);
        String ofAddress = handshake(http);
        assertThat(ofAddress).startsWith("HTTP/1.1 429 ");
        assertSecure(http, ofAddress);
        Http full = serve("--connections=1");
        client(full);
        awaitConnections(full, 1);
        String ofAll = handshake(full);
        assertThat(ofAll).startsWith("HTTP/1.1 503 ");
        assertSecure(full, ofAll);
    }

    /** Bears each security header that an answer of a route bears. */
    private static void assertSecure(Http http, String answer) {
        Http.Answer route = http.get("/healthz");
        for (String name : List.of(
                "Content-Security-Policy",
                "Referrer-Policy",
                "X-Content-Type-Options",
                "Cross-Origin-Opener-Policy",
                "Cross-Origin-Resource-Policy",
                "Cache-Control")) {
            assertThat(route.header(name)).as(name).isNotBlank();
            assertThat(answer).containsOnlyOnce("\r\n" + name + ": " + route.header(name) + "\r\n");
        }
    }

    @Test
    @DisplayName("connections that say nothing are bounded too, and those that do go on")
    void silent() throws IOException {
        Http http = serve("--address-connections=10");
        ChatClient one = client(http);
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            sockets.add(http.socket());
            open.add(sockets.get(i));
        }
        Eventually.holds(() -> {
            long closed = sockets.stream().filter(LimitsTest::isClosed).count();
            assertThat(closed).isGreaterThanOrEqualTo(20);
        });
        one.nothingElse();
        sockets.forEach(LimitsTest::cut);
        Eventually.holds(() -> assertThat(handshake(http)).startsWith("HTTP/1.1 101 "));
    }

    @Test
    @DisplayName(
            "frames that the container answers by itself are bounded too: who floods with them is cut, and counted")
    void floods() throws IOException {
        Http http = serve("--address-limits=off");
        ChatClient one = client(http);
        try (RawClient flooding = new RawClient(http.webSocket(), 4 * 1024)) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100_000; i++) {
                            flooding.send(PING);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        Eventually.holds(() -> assertThat(refused(http, "floods")).isEqualTo(1));
        one.nothingElse();
    }

    @Test
    @DisplayName("so many chats live on a server; the next is 503 with Retry-After, and counted, until one ends")
    void liveChats() {
        Http http = serve("--live-chats=2");
        JsonNode first = http.startChat();
        http.startChat();
        Http.Answer answer = http.post("/api/chats", NAMES);
        assertProblem(answer, 503);
        assertThat(answer.header("Retry-After")).isEqualTo("10");
        assertThat(refused(http, "live_chats")).isEqualTo(1);
        assertThat(http.get("/metrics").body()).contains("duologue_chats_live 2.0");
        http.call(
                "DELETE",
                "/api/chats/" + first.get("id").asText(),
                "",
                "Authorization",
                "Bearer " + first.get("host").asText());
        assertThat(start(http)).isEqualTo(201);
    }

    @Test
    @DisplayName("what a seat sends is bounded in size, number and pace, and each refusal counted")
    void sends() {
        Http http =
                serve("--text-chars=5", "--text-bytes=12", "--record-bytes=12", "--send-rate=0.1/s", "--send-burst=4");
        JsonNode chat = http.startChat();
        ChatClient abhi = client(http);
        abhi.send(
                "enter",
                "link",
                token(chat, "first"),
                "code",
                chat.at("/first/code").asText(),
                "tab",
                "a");
        JsonNode limits = abhi.next("entered").path("limits");
        assertThat(limits.path("textChars").asInt()).isEqualTo(5);
        assertThat(limits.path("textBytes").asInt()).isEqualTo(12);
        abhi.send("send", "id", "1", "text", "123456");
        abhi.nextError("text_too_long");
        abhi.send("send", "id", "2", "text", "\u20ac\u20ac\u20ac\u20ac\u20ac");
        abhi.nextError("text_too_long");
        abhi.send("send", "id", "3", "text", "\u20ac\u20ac\u20ac");
        abhi.next("sent");
        abhi.send("send", "id", "4", "text", "12345");
        abhi.nextError("chat_full");
        for (int i = 5; ; i++) {
            abhi.send("send", "id", "" + i, "text", "12345");
            String error = abhi.next("error").path("error").asText();
            assertThat(i).isLessThan(20);
            if (error.equals("rate_limited")) {
                break;
            }
        }
        // Counters must not lose sight of what they count.
        System.gc();
        abhi.binary((byte) 1);
        assertThat(abhi.closeCode()).isEqualTo(1003);
        assertThat(counted(http, "duologue_errors_total", "error", "text_too_long"))
                .isEqualTo(2);
        assertThat(counted(http, "duologue_errors_total", "error", "chat_full")).isPositive();
        assertThat(counted(http, "duologue_errors_total", "error", "rate_limited"))
                .isEqualTo(1);
        assertThat(counted(http, "duologue_closings_total", "code", "1003")).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "who says nothing, sends no header, or answers no ping is let go in the time of its option, and counted")
    void silence() throws IOException {
        Http http = serve("--first-frame=50ms", "--header-timeout=500ms", "--ping-every=50ms", "--dead-after=10m");
        ChatClient silent = client(http);
        assertThat(silent.closeCode()).isEqualTo(4005);
        try (Socket slow = http.socket()) {
            Http.send(slow, "GET / HTTP/1.1", "Host");
            Eventually.holds(() -> assertThat(isClosed(slow)).isTrue());
        }
        assertThat(counted(http, "duologue_closings_total", "code", "4005")).isEqualTo(1);
        assertThat(counted(http, "duologue_http_timeouts_total", "", "")).isPositive();
        Http strict = serve("--dead-after=50ms", "--ping-every=10m");
        assertThat(client(strict).closeCode()).isEqualTo(4500);
        assertThat(counted(strict, "duologue_closings_total", "code", "4500")).isEqualTo(1);
    }

    @Test
    @DisplayName("chats in memory take no more than they may; the next is 503, and who writes is told unavailable")
    void memory() {
        Http http = serve("--memory=1", "--address-limits=off");
        int started = 0;
        while (start(http) == 201) {
            started++;
            assertThat(started).isLessThan(1_000);
        }
        assertThat(started).isGreaterThan(100);
        assertProblem(http.post("/api/chats", NAMES), 503);
        assertThat(http.get("/").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("off, an address may do what it likes")
    void off() {
        Http http = serve("--address-limits=off", "--address-connections=1");
        for (int i = 0; i < 40; i++) {
            assertThat(start(http)).isEqualTo(201);
            ChatClient client = client(http);
            client.send("open", "link", UNKNOWN);
            client.nextError("link_unknown");
        }
    }

    @Test
    @DisplayName("servers on one Redis count together, and no key and no metric tells an address")
    void together() {
        RedisServer redis = RedisServer.start(RedisProgram.SYSTEM);
        open.add(redis);
        List<Http> servers = List.of(on(redis), on(redis));
        for (int i = 0; i < 5; i++) {
            assertThat(start(servers.get(i % 2), "X-Forwarded-For", "198.51.100.1"))
                    .isEqualTo(201);
        }
        for (Http http : servers) {
            assertThat(start(http, "X-Forwarded-For", "198.51.100.1")).isEqualTo(429);
            assertThat(http.get("/metrics").body()).doesNotContain("198.51.100");
        }
        assertThat(start(servers.get(1), "X-Forwarded-For", "198.51.100.2")).isEqualTo(201);
        try (RespClient raw = redis.connect()) {
            assertThat(raw.keys())
                    .anyMatch(key -> key.startsWith("duologue:limit:"))
                    .noneMatch(key -> key.contains("198.51.100"))
                    .allSatisfy(key ->
                            assertThat((Long) raw.command("PTTL", key)).as(key).isPositive());
        }
    }

    private Http on(RedisServer redis) {
        return serve(
                "--redis=" + redis.url(), "--pepper-file=" + folder.resolve("pepper"), "--trusted-proxy=127.0.0.1");
    }

    private Http serve(String... options) {
        String[] all = new String[options.length + 1];
        all[0] = "--port=0";
        System.arraycopy(options, 0, all, 1, options.length);
        try {
            Server server = Server.start(Main.parse(all, Map.of()));
            open.add(server);
            return new Http(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ChatClient client(Http http) {
        ChatClient client = ChatClient.connect(http.webSocket());
        open.add(client);
        return client;
    }

    /** A client knows of its handshake's answer before the server counts it in. */
    private static void awaitConnections(Http http, int count) {
        Eventually.holds(
                () -> assertThat(counted(http, "duologue_connections", "", "")).isEqualTo(count));
    }

    private static int start(Http http, String... headers) {
        return http.post("/api/chats", NAMES, headers).status();
    }

    private static String token(JsonNode chat, String side) {
        String url = chat.at("/" + side + "/shortUrl").asText();
        return url.substring(url.indexOf('#') + 1);
    }

    /** Shakes hands by hand, and gives the head of the answer, with its body if it is a refusal. */
    private static String handshake(Http http) {
        return handshake(http, "Accept: */*");
    }

    private static String handshake(Http http, String header) {
        try (Socket socket = http.socket()) {
            Http.send(
                    socket,
                    "GET /chat HTTP/1.1",
                    "Host: x",
                    header,
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "Sec-WebSocket-Protocol: duologue.v1",
                    "",
                    "");
            return Http.readAnswer(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isClosed(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertProblem(Http.Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    }

    private static double refused(Http http, String limit) {
        return counted(http, "duologue_limits_refused_total", "limit", limit);
    }

    private static double counted(Http http, String meter, String tag, String value) {
        String tags = tag.isEmpty() ? "" : "\\{" + tag + "=\"" + value + "\",?\\}";
        Matcher counter = Pattern.compile("(?m)^" + meter + tags + " (\\S+)")
                .matcher(http.get("/metrics").body());
        return counter.find() ? Double.parseDouble(counter.group(1)) : 0;
    }
}
