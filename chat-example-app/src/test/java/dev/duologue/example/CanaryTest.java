package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duologue.CodeForm;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import dev.duologue.spi.SecretCodes;
import dev.duologue.websocket.testing.ChatClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Names, texts, codes and tokens that are marked are looked for wherever somebody might come upon them. The log is at its
 * most verbose, but for the two loggers that the server's own settings silence for good: Redisson quotes the arguments of
 * commands at every level, Tyrus the headers of requests at its finest.
 */
@DisplayName("Nothing of a chat is found")
@Tag("slow")
class CanaryTest {

    private static final String ABHI = "CanaryAbhi";
    private static final String ANNY = "CanaryAnny";
    private static final String TEXT = "CanaryText";
    /** Not the invitations' own, but perhaps mistyped by one letter. */
    private static final String MISTYPED = "CAN-ARX";

    private static final String MALFORMED = "CanaryCode";
    private static final String GUESSED = "CanaryToken";
    private static final String PEPPER =
            Base64.getEncoder().encodeToString("CanaryPepperCanaryPepperCanaryPepper".getBytes(StandardCharsets.UTF_8));

    @RegisterExtension
    final Stage stage = new Stage();

    private final List<AutoCloseable> open = new ArrayList<>();
    /** What people say and are called, which the record holds while the chat lives. */
    private final List<String> content = new ArrayList<>(List.of(ABHI, ANNY, TEXT));
    /** What nobody but them has, ever. */
    private final List<String> secrets = new ArrayList<>(List.of(MISTYPED, "CANARX", MALFORMED, GUESSED, PEPPER));

    private final TreeSet<String> threads = new TreeSet<>();
    private final StringBuilder metrics = new StringBuilder();

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    @DisplayName("in logs, metrics and names of threads of a server that keeps chats in memory")
    void inMemory() throws Exception {
        List<String> log;
        try (Overheard overheard = new Overheard()) {
            Server server = serve();
            JsonNode chat = live(server);
            end(server, chat);
            server.close();
            log = overheard.lines();
        }
        assertNothing(log);
    }

    @Test
    @DisplayName("in these on Redis, nor in its keys, and after the end nowhere in Redis")
    void onRedis() throws Exception {
        RedisServer redis = RedisServer.startDurable(RedisProgram.SYSTEM);
        open.add(redis);
        List<String> log;
        try (Overheard overheard = new Overheard()) {
            Server server = serve("--redis=" + redis.url(), "--pepper=" + PEPPER);
            JsonNode chat = live(server);
            try (RespClient raw = redis.connect()) {
                String names = raw.keys() + raw.text("CLIENT", "LIST") + raw.texts("PUBSUB", "CHANNELS");
                assertThat(names).contains(chat.path("id").asText());
                assertNone("names in Redis", List.of(names), content);
                assertNone("names in Redis", List.of(names), secrets);
                String kept = everything(raw);
                assertThat(kept).as("the record").contains(content);
                assertNone("the record", List.of(kept), secrets);
            }
            redis.kill();
            fail(server, chat);
            redis.start();
            Eventually.holds(
                    () -> assertThat(new Http(server).get("/healthz").status()).isEqualTo(200));
            end(server, chat);
            try (RespClient raw = redis.connect()) {
                String left = everything(raw);
                assertThat(left).as("the tombstone").contains(chat.path("id").asText());
                assertNone("what is left", List.of(left), content);
                assertNone("what is left", List.of(left), secrets);
            }
            server.close();
            log = overheard.lines();
        }
        assertNothing(log);
    }

    @Test
    @DisplayName("in the addresses that browsers ask for, nor in what they say they come from")
    void addresses() throws IOException {
        Server server = serve("--address-limits=off");
        Person starter = stage.person();
        Person abhi = stage.person();
        Person anny = stage.personWithPhone();
        List<String> asked = new CopyOnWriteArrayList<>();
        for (Person person : List.of(starter, abhi, anny)) {
            person.page()
                    .onRequest(request -> asked.add(
                            request.url() + " from " + request.headers().get("referer")));
            person.page().onWebSocket(socket -> asked.add(socket.url()));
        }
        starter.open(server.url());
        starter.start(ABHI, ANNY);
        for (String side : List.of("first", "second")) {
            Person person = side.equals("first") ? abhi : anny;
            secrets.add(starter.linkOf(side).replaceFirst(".*#", ""));
            secrets.add(starter.codeOf(side));
            person.enter(starter.linkOf(side), starter.codeOf(side));
        }
        abhi.write(TEXT);
        anny.seesMessages(TEXT);
        anny.page().reload();
        anny.seesRoom();
        abhi.end();
        anny.seesState(ABHI + " has ended the chat.");
        // Browsers send no fragment; here it is told because the address of the page has one.
        List<String> sent =
                asked.stream().map(url -> url.replaceFirst("#\\w+", "")).toList();
        assertThat(sent).anyMatch(url -> url.contains("/c from")).anyMatch(url -> url.startsWith("ws:"));
        assertNone("addresses", sent, content);
        assertNone("addresses", sent, secrets);
    }

    /** A chat with all that can go wrong for people in it; both are still in at the end. */
    private JsonNode live(Server server) {
        Http http = new Http(server);
        JsonNode chat = http.post("/api/chats", "{\"first\":\"" + ABHI + "\",\"second\":\"" + ANNY + "\"}")
                .json();
        note(chat.path("first"));
        note(chat.path("second"));
        secrets.add(chat.path("host").asText());
        http.post("/api/chats", "{\"first\":\"" + ABHI + "\",\"second\":\"" + ABHI + "\"}");
        http.post("/api/chats", "{\"first\":\"" + ABHI + "\",\"first\":\"" + ANNY);
        http.call("POST", "/api/chats", ABHI + "=" + ANNY, "Content-Type", "text/plain");
        http.get("/api/chats/" + chat.path("id").asText(), "Authorization", "Bearer " + GUESSED);
        JsonNode reissued = http.call(
                        "POST",
                        "/api/chats/" + chat.path("id").asText() + "/invitations/second",
                        "",
                        "Authorization",
                        "Bearer " + chat.path("host").asText())
                .json();
        note(reissued);
        ChatClient abhi = client(http);
        String link = link(chat.path("first"));
        abhi.send("open", "link", link);
        abhi.next("hello");
        abhi.send("open", "link", link.substring(0, 6) + "Canary0000");
        abhi.nextError("link_unknown");
        ChatClient one = client(http);
        one.send("enter", "link", link, "code", MALFORMED, "tab", "a");
        one.nextError("code_malformed");
        one.send("enter", "link", link, "code", MISTYPED, "tab", "a");
        one.nextError("code_wrong");
        one.send("resume", "link", link, "token", GUESSED, "after", 0, "tab", "a");
        one.nextError("seat_unknown");
        one.send("enter", "link", link, "code", code(chat.path("first")), "tab", "a");
        String token = one.next("entered").path("token").asText();
        secrets.add(token);
        one.raw("{\"type\":\"" + TEXT + "\"}");
        one.nextError("bad_frame");
        one.raw("{\"type\":\"send\",\"id\":\"1\",\"text\":\"" + TEXT + "\",\"text\":\"" + GUESSED + "\"}");
        one.nextError("bad_frame");
        one.send("send", "id", "1", "text", TEXT);
        one.next("sent");
        one.raw("{\"type\":\"send\",\"id\":\"2\",\"text\":\"" + TEXT + "\\u0000\"}");
        one.nextError("text_invalid");
        ChatClient anny = client(http);
        anny.send("enter", "link", link(reissued), "code", code(reissued), "tab", "b");
        secrets.add(anny.next("entered").path("token").asText());
        anny.next("message");
        anny.send("typing");
        anny.send("seen", "seq", 1);
        one.cut();
        ChatClient back = client(http);
        back.send("resume", "link", link, "token", token, "after", 0, "tab", "a");
        back.next("entered");
        // What the other side has seen may be told before.
        while (!back.next().path("type").asText().equals("message")) {}
        ChatClient elsewhere = client(http);
        elsewhere.send("enter", "link", link, "code", code(chat.path("first")), "tab", "c");
        elsewhere.nextError("seat_taken");
        elsewhere.send("enter", "link", link, "code", code(chat.path("first")), "tab", "c", "takeover", true);
        secrets.add(elsewhere.next("entered").path("token").asText());
        look(http);
        return chat;
    }

    /** What people try while the store is away. */
    private void fail(Server server, JsonNode chat) {
        Http http = new Http(server);
        http.post("/api/chats", "{\"first\":\"" + ABHI + "\",\"second\":\"" + ANNY + "\"}");
        ChatClient abhi = client(http);
        abhi.send("enter", "link", link(chat.path("first")), "code", code(chat.path("first")), "tab", "c");
        abhi.nextError("unavailable");
        look(http);
    }

    private void end(Server server, JsonNode chat) {
        Http http = new Http(server);
        String path = "/api/chats/" + chat.path("id").asText();
        String host = "Bearer " + chat.path("host").asText();
        Eventually.holds(() -> assertThat(
                        http.call("DELETE", path, "", "Authorization", host).status())
                .isEqualTo(204));
        look(http);
    }

    /** What can be seen from outside while all is going on. */
    private void look(Http http) {
        Thread.getAllStackTraces().keySet().forEach(thread -> threads.add(thread.getName()));
        metrics.append(http.get("/metrics").body());
    }

    private void assertNothing(List<String> log) {
        assertThat(log).hasSizeGreaterThan(200);
        for (List<String> marked : List.of(content, secrets)) {
            assertNone("the log", log, marked);
            assertNone("names of threads", List.copyOf(threads), marked);
            assertNone("metrics", List.of(metrics.toString()), marked);
        }
    }

    private static void assertNone(String where, List<String> places, List<String> marked) {
        for (String mark : marked) {
            assertThat(places.stream().filter(place -> place.contains(mark)))
                    .as("%s with %s", where, mark)
                    .isEmpty();
        }
    }

    private Server serve(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--port=0");
        Server server = Server.start(
                Main.parse(all.toArray(String[]::new), Map.of()),
                InstantSource.system(),
                chats -> chats.secretCodes(new MarkedCodes()));
        open.add(server);
        return server;
    }

    private ChatClient client(Http http) {
        ChatClient client = ChatClient.connect(http.webSocket());
        open.add(client);
        return client;
    }

    private void note(JsonNode invitation) {
        secrets.add(link(invitation).substring(6));
        secrets.add(code(invitation));
        secrets.add(code(invitation).replace("-", ""));
    }

    private static String link(JsonNode invitation) {
        return invitation.path("shortUrl").asText().replaceFirst(".*#", "");
    }

    private static String code(JsonNode invitation) {
        return invitation.path("code").asText();
    }

    private static String everything(RespClient raw) {
        StringBuilder everything = new StringBuilder();
        for (String key : raw.keys()) {
            String value = switch (raw.text("TYPE", key)) {
                case "hash" -> raw.texts("HGETALL", key).toString();
                case "zset" -> raw.texts("ZRANGE", key, "0", "-1").toString();
                default -> raw.text("GET", key);
            };
            everything.append(key).append('=').append(value).append(raw.text("DUMP", key));
        }
        return everything.toString();
    }

    /** Codes that are known again wherever they stand, and take no number for one. */
    private static final class MarkedCodes implements SecretCodes {

        private final SecretCodes codes = SecretCodes.crockford();
        private final Iterator<String> marked = List.of(
                        "CAN-ARY", "ARY-CAN", "NAC-YRA", "YRA-NAC", "CAN-YRA", "NAC-ARY")
                .iterator();

        @Override
        public String generate() {
            return marked.next();
        }

        @Override
        public Optional<String> normalise(String typed) {
            return codes.normalise(typed);
        }

        @Override
        public boolean matches(String normalised, Predicate<String> isStored) {
            return codes.matches(normalised, isStored);
        }

        @Override
        public Optional<CodeForm> form() {
            return codes.form();
        }
    }
}
