package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duologue.spi.AttemptTable;
import dev.duologue.websocket.testing.ChatClient;
import dev.duologue.websocket.testing.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The HTTP of the reference server")
class HttpApiTest {

    private static final String NAMES = "{\"first\":\"ABHI\",\"second\":\"ANNY\"}";

    private static final String JSON = "Content-Type: application/json";

    private static Server server;
    private static Http http;

    @BeforeAll
    static void serve() throws Exception {
        // Many more chats than one address may start.
        server = Server.start(Main.parse(new String[] {"--port=0", "--address-limits=off"}, Map.of()));
        http = new Http(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Nested
    @DisplayName("starts a chat")
    class Start {

        @Test
        @DisplayName("with all that two people need, as the protocol names it")
        void started() {
            Http.Answer answer = http.post("/api/chats", NAMES);
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            JsonNode chat = answer.json();
            assertThat(chat.fieldNames()).toIterable().containsExactly("id", "host", "deadline", "first", "second");
            assertThat(chat.get("host").asText()).hasSizeGreaterThanOrEqualTo(43);
            assertThat(chat.at("/deadline/reason").asText()).isEqualTo("never_entered");
            assertThat(chat.at("/deadline/in").asInt()).isEqualTo(30 * 60);
            assertThat(chat.at("/deadline/at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
            assertThat(Instant.parse(chat.at("/deadline/at").asText()))
                    .isBetween(Instant.now().plusSeconds(29 * 60), Instant.now().plusSeconds(31 * 60));
            assertInvitation(chat.get("first"), "ABHI");
            assertInvitation(chat.get("second"), "ANNY");
            assertThat(chat.at("/first/shortUrl").asText())
                    .isNotEqualTo(chat.at("/second/shortUrl").asText());
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', textBlock = """
                        application/json
                        application/json;charset=utf-8
                        Application/JSON ; charset="UTF-8"
                        """)
        @DisplayName("whatever the parameters of the media type")
        void mediaTypes(String mediaType) {
            assertThat(http.call("POST", "/api/chats", NAMES, "Content-Type", mediaType)
                            .status())
                    .isEqualTo(201);
        }

        @Test
        @DisplayName("with a body that comes in many pieces, as long as it may be")
        void chunked() {
            String padded = NAMES + " ".repeat(Exchange.MAX_BODY - NAMES.length());
            assertThat(http.send(chunkedPost(padded)).status()).isEqualTo(201);
            assertThat(http.post("/api/chats", padded).status()).isEqualTo(201);
        }

        @Test
        @DisplayName("with a body that comes after its headers, each time on the same connection")
        void bodyLater() throws Exception {
            try (Socket socket = http.socket()) {
                for (int i = 0; i < 200; i++) {
                    Http.send(socket, "POST /api/chats HTTP/1.1", "Host: x", JSON, "Content-Length: 2", "", "");
                    Http.send(socket, "{");
                    Http.send(socket, "}");
                    assertThat(Http.readAnswer(socket)).startsWith("HTTP/1.1 422 ");
                }
            }
        }

        @Test
        @DisplayName("with a body that comes only once the server asks for it")
        void expect() throws Exception {
            try (Socket socket = http.socket()) {
                Http.send(
                        socket,
                        "POST /api/chats HTTP/1.1",
                        "Host: x",
                        JSON,
                        "Expect: 100-continue",
                        "Content-Length: " + NAMES.length(),
                        "",
                        "");
                assertThat(Http.readHead(socket)).startsWith("HTTP/1.1 100 ");
                Http.send(socket, NAMES);
                assertThat(Http.readAnswer(socket)).startsWith("HTTP/1.1 201 ");
            }
        }

        @Test
        @DisplayName("for the JDK's client as it is, which offers HTTP/2 with each request")
        void offersHttp2() throws Exception {
            HttpClient client = HttpClient.newHttpClient();
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/chats"))
                                .timeout(Http.PATIENCE)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(NAMES))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(201);
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            }
        }

        @Test
        @DisplayName("with a body in pieces behind an offer of another protocol, and the connection goes on")
        void offersAnother() throws Exception {
            try (Socket socket = http.socket()) {
                for (int i = 0; i < 2; i++) {
                    Http.send(
                            socket,
                            "POST /api/chats HTTP/1.1",
                            "Host: x",
                            JSON,
                            "Connection: Upgrade, HTTP2-Settings",
                            "Upgrade: h2c",
                            "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA",
                            "Content-Length: 2",
                            "",
                            "");
                    Http.send(socket, "{");
                    Http.send(socket, "}");
                    assertThat(Http.readAnswer(socket)).startsWith("HTTP/1.1 422 ");
                }
            }
        }

        @Test
        @DisplayName("with names of any script, trimmed and composed")
        void scripts() {
            JsonNode chat = http.post(
                            "/api/chats",
                            "{\"first\":\"\\u3000 Zoe\\u0308\\u00a0\",\"second\":\"\\u05d0\\u05d1 \\ud83d\\udc69\\u200d\\ud83d\\udc67\","
                                    + "\"more\":{\"is\":[\"ignored\"]}}")
                    .json();
            assertThat(chat.at("/first/name").asText()).isEqualTo("Zo\u00eb");
            assertThat(chat.at("/second/name").asText()).isEqualTo("\u05d0\u05d1 \ud83d\udc69\u200d\ud83d\udc67");
        }

        private void assertInvitation(JsonNode invitation, String name) {
            assertThat(invitation.fieldNames()).toIterable().containsExactly("name", "shortUrl", "code", "qr");
            assertThat(invitation.get("name").asText()).isEqualTo(name);
            assertThat(invitation.get("shortUrl").asText())
                    .matches(Pattern.quote(server.url().toString()) + "/c#[A-Za-z0-9]{16}");
            assertThat(invitation.get("code").asText()).matches("[0-9A-Z]{3}-[0-9A-Z]{3}");
            assertThat(invitation.get("qr").asText()).startsWith("data:image/svg+xml");
        }
    }

    @Nested
    @DisplayName("refuses to start a chat:")
    class Refusals {

        static Stream<Arguments> names() {
            String cluster = "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67";
            return Stream.of(
                    arguments("nothing", "", "ANNY", "first"),
                    arguments("white space", "\u3000\u00a0 \t", "ANNY", "first"),
                    arguments("nothing to see", "\u200d\u200b", "ANNY", "first"),
                    arguments("both empty", "", " ", "first second"),
                    arguments("41 letters", "ABHI", "x".repeat(41), "second"),
                    arguments("11 families above 256 bytes", cluster.repeat(15), "ANNY", "first"),
                    arguments("41 clusters", "e\u0301\u0302".repeat(41), "ANNY", "first"),
                    arguments("five combining marks", "a\u0301\u0302\u0303\u0304\u0305", "ANNY", "first"),
                    arguments("a control character", "AB\u0007HI", "ANNY", "first"),
                    arguments("U+0000", "AB\u0000HI", "ANNY", "first"),
                    arguments("a line break", "AB\nHI", "ANNY", "first"),
                    arguments("a line separator", "AB\u2028HI", "ANNY", "first"),
                    arguments("a bidi override", "AB\u202eHI", "ANNY", "first"),
                    arguments("a bidi isolate", "AB\u2067HI", "ANNY", "first"),
                    arguments("a lone surrogate", "AB\ud83dHI", "ANNY", "first"),
                    arguments("the same", "ABHI", "ABHI", "second"),
                    arguments("the same in another case", "Stra\u00dfe", "STRASSE", "second"),
                    arguments("the same, wide", "ABHI", "\uff21\uff22\uff28\uff29", "second"),
                    arguments("the same, decomposed", "Zo\u00eb", "zoe\u0308", "second"));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("names")
        @DisplayName("names that break a rule, each field told")
        void names(String what, String first, String second, String fields) {
            Http.Answer answer = http.post(
                    "/api/chats", "{\"first\":\"" + escaped(first) + "\",\"second\":\"" + escaped(second) + "\"}");
            assertProblem(answer, 422);
            JsonNode errors = answer.json().get("errors");
            assertThat(errors.fieldNames()).toIterable().containsExactly(fields.split(" "));
            assertThat(errors).allSatisfy(error -> assertThat(error.asText()).matches("[A-Z].*\\."));
            JsonNode codes = answer.json().get("codes");
            assertThat(codes.fieldNames()).toIterable().containsExactly(fields.split(" "));
            assertThat(codes)
                    .allSatisfy(code -> assertThat(code.asText()).isIn("empty", "too_long", "invalid", "same"));
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(
                strings = {
                    "{}",
                    "{\"first\":null,\"second\":null}",
                    "{\"first\":[\"ABHI\"],\"second\":{\"name\":\"ANNY\"}}",
                    "{\"first\":12,\"second\":true}",
                    "{\"First\":\"ABHI\",\"SECOND\":\"ANNY\"}"
                })
        @DisplayName("names that are none, each field told")
        void notNames(String body) {
            Http.Answer answer = http.post("/api/chats", body);
            assertProblem(answer, 422);
            assertThat(answer.json().get("errors").fieldNames()).toIterable().containsExactly("first", "second");
        }

        @ParameterizedTest(name = "body {0}")
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "{",
                    "null",
                    "[]",
                    "\"ABHI\"",
                    "first=ABHI&second=ANNY",
                    "{\"first\":\"ABHI\",\"first\":\"BOB\",\"second\":\"ANNY\"}",
                    "{\"first\":\"ABHI\",\"second\":\"ANNY\",\"x\":{\"y\":1,\"y\":2}}",
                    "{\"first\":\"ABHI\",\"second\":\"ANNY\"}{}",
                    "{\"first\":\"ABHI\",\"second\":\"ANNY\"} x",
                    "{'first':'ABHI','second':'ANNY'}",
                    "{\"first\":\"A\nB\",\"second\":\"ANNY\"}",
                    "{\"first\":\"ABHI\",\"second\":\"ANNY\",}",
                    "{\"first\":\"\\ud83\",\"second\":\"ANNY\"}"
                })
        @DisplayName("what is not one JSON object")
        void malformed(String body) {
            Http.Answer answer = http.post("/api/chats", body);
            assertProblem(answer, 400);
            assertThat(answer.body()).doesNotContain("ABHI");
        }

        @Test
        @DisplayName("what is no UTF-8")
        void notUtf8() {
            byte[] latin = "{\"first\":\"Zo\u00eb\",\"second\":\"ANNY\"}".getBytes(StandardCharsets.ISO_8859_1);
            assertProblem(http.send(post(BodyPublishers.ofByteArray(latin))), 400);
        }

        @Test
        @DisplayName("JSON that is nested without end")
        void deep() {
            assertProblem(http.post("/api/chats", "{\"x\":" + "[".repeat(8_000) + "]".repeat(8_000) + "}"), 400);
        }

        @Test
        @DisplayName("more than 16 KiB, said in the header or found on the way")
        void tooBig() {
            String big = NAMES + " ".repeat(Exchange.MAX_BODY + 1 - NAMES.length());
            assertProblem(http.post("/api/chats", big), 413);
            assertProblem(http.send(chunkedPost(big)), 413);
            assertProblem(http.send(chunkedPost(big.repeat(20))), 413);
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(
                strings = {
                    "text/plain",
                    "application/jsonp",
                    "application/x-www-form-urlencoded",
                    "application/problem+json"
                })
        @DisplayName("other media types")
        void mediaType(String mediaType) {
            assertProblem(http.call("POST", "/api/chats", NAMES, "Content-Type", mediaType), 415);
        }

        @Test
        @DisplayName("no media type at all")
        void noMediaType() {
            assertProblem(http.call("POST", "/api/chats", NAMES), 415);
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(
                strings = {
                    "http://evil.example",
                    "null",
                    "http://localhost",
                    "https://localhost:8080",
                    "http://localhost.evil.example"
                })
        @DisplayName("pages of other origins")
        void origin(String origin) {
            assertProblem(http.post("/api/chats", NAMES, "Origin", origin), 403);
            assertProblem(http.get("/api/chats/abc123", "Origin", origin), 403);
            assertProblem(http.call("DELETE", "/api/chats/abc123", "", "Origin", origin), 403);
        }

        private String escaped(String name) {
            StringBuilder escaped = new StringBuilder();
            name.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
            return escaped.toString();
        }
    }

    @Nested
    @DisplayName("allows the origin")
    class Origins {

        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
        @DisplayName("of every loopback name, where the base URL's is one")
        void loopback(String host) {
            assertThat(http.post("/api/chats", NAMES, "Origin", "http://" + host + ":" + server.port())
                            .status())
                    .isEqualTo(201);
        }

        @ParameterizedTest(name = "base {0}: {1}")
        @CsvSource({
            "http://Chat.Example:80,http://chat.example",
            "https://chat.example:443/x/,https://chat.example",
            "https://chat.example:8443,https://chat.example:8443",
            "http://LOCALHOST:81,http://127.0.0.1:81",
        })
        @DisplayName("of the base URL, as a browser writes it")
        void base(String base, String origin) throws Exception {
            assertAllowed(origin, "--base-url=" + base);
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource({"https://a.example,https://a.example", "HTTPS://A.Example:443,https://a.example"})
        @DisplayName("that an option names, and then no other")
        void option(String option, String origin) throws Exception {
            assertAllowed(origin, "--allowed-origin=" + option);
        }

        private void assertAllowed(String origin, String option) throws Exception {
            try (Server other = Server.start(Main.parse(new String[] {"--port=0", option}, Map.of()))) {
                Http toOther = new Http(other);
                assertThat(toOther.post("/api/chats", NAMES, "Origin", origin).status())
                        .isEqualTo(201);
                assertProblem(toOther.post("/api/chats", NAMES, "Origin", "http://localhost:" + other.port()), 403);
                try (ChatClient client =
                        ChatClient.connect(toOther.webSocket(), Map.of("Origin", origin), "duologue.v1")) {
                    client.nothingElse();
                }
            }
        }
    }

    @Nested
    @DisplayName("shows a chat to its starter")
    class Status {

        @Test
        @DisplayName("from waiting to ended")
        void states() {
            Chat chat = new Chat();
            assertThat(chat.status().fieldNames())
                    .toIterable()
                    .containsExactly("id", "state", "deadline", "first", "second");
            assertThat(chat.status().get("id").asText()).isEqualTo(chat.id);
            assertThat(chat.status().at("/deadline/reason").asText()).isEqualTo("never_entered");
            assertThat(chat.status().at("/first/name").asText()).isEqualTo("ABHI");
            chat.assertState("waiting", "waiting");
            try (ChatClient abhi = chat.enter("first")) {
                chat.assertState("in", "waiting");
                ChatClient anny = chat.enter("second");
                chat.assertState("in", "in");
                assertThat(chat.status().at("/deadline/reason").asText()).isEqualTo("idle");
                anny.cut();
                Eventually.holds(() -> chat.assertState("in", "away"));
                abhi.send("end");
                Eventually.holds(
                        () -> assertThat(chat.status().get("state").asText()).isEqualTo("ended"));
                assertThat(chat.status().get("by").asText()).isEqualTo("first");
                assertThat(chat.status().get("reason").asText()).isEqualTo("ended");
                assertThat(chat.status().fieldNames()).toIterable().containsExactly("id", "state", "by", "reason");
            }
        }

        @Test
        @DisplayName("with a side that is locked")
        void locked() throws Exception {
            try (Server quick = Server.start(
                    Main.parse(new String[] {"--port=0"}, Map.of()),
                    InstantSource.system(),
                    chats -> chats.attempts(() -> new AttemptTable(List.of())))) {
                Chat chat = new Chat(new Http(quick));
                try (ChatClient client = ChatClient.connect(new Http(quick).webSocket())) {
                    client.send("enter", "link", chat.link("second"), "code", chat.wrongCode("second"), "tab", "t");
                    client.nextError("code_locked");
                }
                chat.assertState("waiting", "locked");
            }
        }
    }

    @Nested
    @DisplayName("issues an invitation anew")
    class Reissue {

        @Test
        @DisplayName("so that the old one dies with its seat")
        void reissued() {
            Chat chat = new Chat();
            try (ChatClient anny = chat.enter("second");
                    ChatClient other = ChatClient.connect(http.webSocket())) {
                Http.Answer answer = chat.ask("POST", "/invitations/second");
                assertThat(answer.status()).isEqualTo(201);
                JsonNode issued = answer.json();
                assertThat(issued.fieldNames()).toIterable().containsExactly("name", "shortUrl", "code", "qr");
                assertThat(issued.get("name").asText()).isEqualTo("ANNY");
                assertThat(anny.closeCode()).isEqualTo(4003);
                String newLink = Chat.token(issued.get("shortUrl").asText());
                assertThat(newLink).isNotEqualTo(chat.link("second"));
                other.send("open", "link", newLink);
                other.next("hello");
                other.send("enter", "link", newLink, "code", issued.get("code").asText(), "tab", "t");
                assertThat(other.next("entered").at("/you/name").asText()).isEqualTo("ANNY");
                try (ChatClient old = ChatClient.connect(http.webSocket())) {
                    old.send("open", "link", chat.link("second"));
                    old.nextError("link_unknown");
                    assertThat(old.closeCode()).isEqualTo(4002);
                }
                chat.assertState("waiting", "in");
            }
        }

        @Test
        @DisplayName("not where the chat has ended: 409")
        void ended() {
            Chat chat = new Chat();
            assertThat(chat.ask("DELETE", "").status()).isEqualTo(204);
            assertProblem(chat.ask("POST", "/invitations/first"), 409);
        }
    }

    @Nested
    @DisplayName("ends a chat")
    class End {

        @Test
        @DisplayName("for both, once and for all: 204, and again 204")
        void ended() {
            Chat chat = new Chat();
            try (ChatClient abhi = chat.enter("first")) {
                Http.Answer answer = chat.ask("DELETE", "");
                assertThat(answer.status()).isEqualTo(204);
                assertThat(answer.body()).isEmpty();
                JsonNode ended = abhi.next("ended");
                assertThat(ended.get("by").asText()).isEqualTo("server");
                assertThat(ended.get("reason").asText()).isEqualTo("ended");
                assertThat(abhi.closeCode()).isEqualTo(4000);
            }
            assertThat(chat.ask("DELETE", "").status()).isEqualTo(204);
            assertThat(chat.status().get("by").asText()).isEqualTo("server");
        }

        @Test
        @DisplayName("which is long gone after the tombstone's time: 404")
        void longGone() throws Exception {
            try (Server forgetful = Server.start(Main.parse(new String[] {"--port=0", "--tombstone=0s"}, Map.of()))) {
                Chat chat = new Chat(new Http(forgetful));
                assertThat(chat.ask("DELETE", "").status()).isEqualTo(204);
                assertNotFound(chat.ask("GET", ""));
                assertNotFound(chat.ask("DELETE", ""));
                assertNotFound(chat.ask("POST", "/invitations/first"));
            }
        }
    }

    @Nested
    @DisplayName("tells nobody else whether there is a chat:")
    class NotFound {

        @Test
        @DisplayName("one answer for a wrong token, none, another chat's, another scheme and an unknown chat")
        void oneBody() {
            Chat chat = new Chat();
            Chat other = new Chat();
            String path = "/api/chats/" + chat.id;
            for (String suffix : List.of("", "/invitations/first")) {
                String method = suffix.isEmpty() ? "GET" : "POST";
                assertNotFound(http.call(method, path + suffix, ""));
                assertNotFound(http.call(method, path + suffix, "", "Authorization", "Bearer wrong"));
                assertNotFound(http.call(method, path + suffix, "", "Authorization", "Bearer"));
                assertNotFound(http.call(method, path + suffix, "", "Authorization", "Bearer " + other.host));
                assertNotFound(http.call(method, path + suffix, "", "Authorization", "Basic " + chat.host));
                assertNotFound(http.call(method, path + suffix, "", "Authorization", chat.host));
                assertNotFound(
                        http.call(method, "/api/chats/zzzzzz" + suffix, "", "Authorization", "Bearer " + chat.host));
            }
            assertNotFound(http.call("DELETE", path, ""));
            assertNotFound(http.call("DELETE", path, "", "Authorization", "Bearer wrong"));
            chat.assertState("waiting", "waiting");
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(
                strings = {
                    "/nothing",
                    "/index.html",
                    "/api",
                    "/api/",
                    "/api/chats/",
                    "/api/chats/a/b",
                    "/api/chats/a-b",
                    "/api/chats/abc123/invitations",
                    "/api/chats/abc123/invitations/third",
                    "/c/",
                    "/C",
                    "/pages/",
                    "/pages/../pages/chat.js",
                    "/duologue",
                    "/META-INF/MANIFEST.MF",
                    "/logback.xml",
                    "//",
                    "//c",
                    "/./c",
                    "/%63",
                    "/c%00",
                    "/%zz",
                    "/%",
                    "/..%2f..%2fetc/passwd",
                    "/../../etc/passwd",
                    "/c;x=1"
                })
        @DisplayName("and no file but the pages")
        void paths(String path) {
            String answer = http.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 404 ");
            assertSecure(answer);
            assertThat(answer).contains("application/problem+json").doesNotContain("rizzly");
        }
    }

    @Nested
    @DisplayName("refuses a method with 405 and names the right ones:")
    class Methods {

        @ParameterizedTest(name = "{0} {1}: {2}")
        @CsvSource(delimiter = '|', textBlock = """
                        GET    | /api/chats | POST
                        HEAD   | /api/chats | POST
                        PUT    | /api/chats | POST
                        DELETE | /api/chats | POST
                        OPTIONS| /api/chats | POST
                        POST   | /api/chats/abc123 | GET, HEAD, DELETE
                        PATCH  | /api/chats/abc123 | GET, HEAD, DELETE
                        GET    | /api/chats/abc123/invitations/first | POST
                        DELETE | /api/chats/abc123/invitations/second | POST
                        POST   | / | GET, HEAD
                        DELETE | /c | GET, HEAD
                        POST   | /healthz | GET, HEAD
                        PUT    | /metrics | GET, HEAD
                        POST   | /duologue/duologue.js | GET, HEAD
                        BREW   | /c | GET, HEAD
                        TRACE  | / | GET, HEAD
                        TRACE  | /api/chats | POST
                        """)
        void refused(String method, String path, String allowed) {
            Http.Answer answer = http.call(method, path, "");
            assertThat(answer.header("Allow")).isEqualTo(allowed);
            if (method.equals("HEAD")) {
                assertThat(answer.status()).isEqualTo(405);
            } else {
                assertProblem(answer, 405);
            }
        }
    }

    @Nested
    @DisplayName("bears what no client should send:")
    class Malformed {

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', textBlock = """
                        a very long address | GET /%s HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n
                        a very long header  | GET / HTTP/1.1\\r\\nHost: x\\r\\nX: %s\\r\\n\\r\\n
                        no request at all   | %s\\r\\n\\r\\n
                        no version          | GET /\\r\\n\\r\\n
                        a version to come   | GET / HTTP/9.9\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n
                        no host             | GET / HTTP/1.1\\r\\nConnection: close\\r\\n\\r\\n
                        a length that is none | POST /api/chats HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: many\\r\\nConnection: close\\r\\n\\r\\n
                        a negative length   | POST /api/chats HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: -1\\r\\nConnection: close\\r\\n\\r\\n
                        chunks that are none | POST /api/chats HTTP/1.1\\r\\nHost: x\\r\\nContent-Type: application/json\\r\\nTransfer-Encoding: chunked\\r\\nConnection: close\\r\\n\\r\\nzz\\r\\n{}\\r\\n0\\r\\n\\r\\n
                        an address of its own | GET http://evil.example/nothing HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n
                        a question to all   | OPTIONS * HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n
                        an echo             | TRACE / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n
                        a header without a name | GET / HTTP/1.1\\r\\nHost: x\\r\\n: y\\r\\nConnection: close\\r\\n\\r\\n
                        """)
        @DisplayName("no page of the container shows, and the server serves on")
        void malformed(String what, String request) {
            String bytes = request.replace("\\r\\n", "\r\n").formatted("x".repeat(40_000));
            String answer = http.raw(bytes);
            assertThat(answer)
                    .as(what)
                    .matches("(?s)(HTTP/1.1 [45]\\d\\d .*|HTTP/1.1 200 .*Duologue.*|)")
                    .doesNotContainIgnoringCase("grizzly")
                    .doesNotContain("Exception", "xxxxx");
            if (!answer.isEmpty()) {
                assertSecure(answer);
            }
            assertThat(http.get("/healthz").status()).isEqualTo(200);
        }

        @Test
        @DisplayName("headers that take longer than 10 s, and bodies that never come; WebSockets may be silent")
        void slow() throws Exception {
            SettableClock clock = new SettableClock();
            try (Server patient = Server.start(Main.parse(new String[] {"--port=0"}, Map.of()), clock, chats -> chats);
                    ChatClient webSocket = ChatClient.connect(new Http(patient).webSocket());
                    Socket silent = new Http(patient).socket();
                    Socket slow = new Http(patient).socket();
                    Socket idle = new Http(patient).socket();
                    Socket pretender = new Http(patient).socket();
                    Socket tunnel = new Http(patient).socket();
                    Socket bodiless = new Http(patient).socket()) {
                Http.send(tunnel, "CONNECT evil.example:443 HTTP/1.1", "Host: x", "", "");
                assertThat(Http.readHead(tunnel)).startsWith("HTTP/1.1 404");
                Http.send(pretender, "HEAD / HTTP/1.1", "Host: x", "Connection: Upgrade", "Upgrade: none", "", "");
                assertThat(Http.readHead(pretender)).startsWith("HTTP/1.1 200");
                Http.send(slow, "GET / HTTP/1.1", "Host");
                Http.send(bodiless, "POST /api/chats HTTP/1.1", "Host: x", JSON, "Content-Length: 9", "", "{");
                Http.send(idle, "HEAD /healthz HTTP/1.1", "Host: x", "", "");
                assertThat(Http.readHead(idle)).startsWith("HTTP/1.1 200");
                webSocket.nothingElse();
                clock.pass(Duration.ofSeconds(11));
                assertGone(silent);
                assertGone(slow);
                Http.send(idle, "HEAD /healthz HTTP/1.1", "Host: x", "", "");
                assertThat(Http.readHead(idle)).startsWith("HTTP/1.1 200");
                clock.pass(Duration.ofSeconds(31));
                assertGone(idle);
                assertGone(bodiless);
                assertGone(pretender);
                assertGone(tunnel);
                webSocket.nothingElse();
            }
        }

        /** The server has closed, in order or not. */
        private void assertGone(Socket socket) throws IOException {
            try {
                // What was left of an answer may come first.
                assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(1_000);
            } catch (SocketTimeoutException stillThere) {
                throw new AssertionError("the connection was not closed", stillThere);
            } catch (SocketException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
        }
    }

    @Nested
    @DisplayName("serves the pages")
    class Pages {

        @ParameterizedTest(name = "{0}")
        @CsvSource({
            "/,text/html; charset=utf-8",
            "/c,text/html; charset=utf-8",
            "/c?from=mail,text/html; charset=utf-8",
            "/pages/start.js,text/javascript; charset=utf-8",
            "/pages/pages.css,text/css; charset=utf-8",
            "/pages/favicon.svg,image/svg+xml",
            "/favicon.ico,image/svg+xml",
            "/duologue/chat-client.js,text/javascript; charset=utf-8",
            "/duologue/duologue.css,text/css; charset=utf-8",
        })
        @DisplayName("by GET, and their headers by HEAD")
        void served(String path, String mediaType) {
            Http.Answer get = http.get(path);
            Http.Answer head = http.call("HEAD", path, "");
            assertThat(get.status()).isEqualTo(200);
            assertThat(head.status()).isEqualTo(200);
            assertThat(get.header("Content-Type").replace(";charset", "; charset"))
                    .isEqualToIgnoringCase(mediaType);
            assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
            assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
            assertThat(get.header("Content-Length"))
                    .isEqualTo(String.valueOf(get.body().getBytes(StandardCharsets.UTF_8).length));
            assertThat(head.body()).isEmpty();
            assertSecure(get);
            assertSecure(head);
        }

        @Test
        @DisplayName("and nothing that a GET or HEAD asks changes a chat")
        void safe() {
            Chat chat = new Chat();
            String before = chat.status().toString().replaceAll("\"in\":\\d+", "");
            double started = metric("duologue_chats_started_total");
            for (String method : List.of("GET", "HEAD")) {
                for (String path : List.of(
                        "/",
                        "/c",
                        "/c?link=" + chat.link("first"),
                        "/api/chats",
                        "/api/chats/" + chat.id,
                        "/api/chats/" + chat.id + "/invitations/first",
                        "/healthz",
                        "/metrics")) {
                    http.call(method, path, "", "Authorization", "Bearer " + chat.host);
                }
            }
            assertThat(chat.status().toString().replaceAll("\"in\":\\d+", "")).isEqualTo(before);
            assertThat(metric("duologue_chats_started_total")).isEqualTo(started);
            try (ChatClient abhi = chat.enter("first")) {
                abhi.nothingElse();
            }
        }
    }

    @Nested
    @DisplayName("tells its keepers")
    class Keepers {

        @Test
        @DisplayName("that it is well")
        void healthy() {
            Http.Answer answer = http.get("/healthz");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("ok");
            assertSecure(answer);
        }

        @Test
        @DisplayName("that the store does not answer, and its users so too: 503")
        void unavailable() throws Exception {
            try (Server broken = Server.start(
                    Main.parse(new String[] {"--port=0"}, Map.of()),
                    InstantSource.system(),
                    chats -> chats.store(FailingStore.whenever(() -> true)))) {
                Http toBroken = new Http(broken);
                for (Http.Answer answer : List.of(
                        toBroken.get("/healthz"),
                        toBroken.post("/api/chats", NAMES),
                        toBroken.get("/api/chats/abc123", "Authorization", "Bearer x"),
                        toBroken.call("DELETE", "/api/chats/abc123", "", "Authorization", "Bearer x"),
                        toBroken.call(
                                "POST", "/api/chats/abc123/invitations/first", "", "Authorization", "Bearer x"))) {
                    assertProblem(answer, 503);
                    assertThat(answer.header("Retry-After")).matches("\\d+");
                    assertThat(answer.body()).doesNotContain(FailingStore.REASON);
                }
            }
        }

        @Test
        @DisplayName("that it is starting: 503 for whatever is asked, where it has its port already")
        void starting() throws Exception {
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            Http early = new Http(port);
            List<Http.Answer> answers = new ArrayList<>();
            try (Server late = Server.start(
                    Main.parse(new String[] {"--port=" + port}, Map.of()), InstantSource.system(), chats -> {
                        answers.addAll(List.of(early.get("/healthz"), early.get("/"), early.post("/api/chats", NAMES)));
                        return chats;
                    })) {
                assertThat(answers).hasSize(3).allSatisfy(answer -> {
                    assertProblem(answer, 503);
                    assertThat(answer.header("Retry-After")).isEqualTo("1");
                });
                assertThat(new Http(late).get("/healthz").status()).isEqualTo(200);
            }
        }

        @Test
        @DisplayName("what it counts")
        void metrics() {
            double started = metric("duologue_chats_started_total");
            double entered = metric("duologue_seats_entered_total");
            Chat chat = new Chat();
            try (ChatClient abhi = chat.enter("first")) {
                abhi.nothingElse();
                assertThat(metric("duologue_connections")).isGreaterThanOrEqualTo(1);
            }
            chat.ask("DELETE", "");
            Http.Answer answer = http.get("/metrics");
            assertThat(answer.header("Content-Type")).contains("text/plain").contains("version=0.0.4");
            assertSecure(answer);
            assertThat(metric("duologue_chats_started_total")).isEqualTo(started + 1);
            Eventually.holds(
                    () -> assertThat(metric("duologue_seats_entered_total")).isEqualTo(entered + 1));
            Eventually.holds(() ->
                    assertThat(http.get("/metrics").body()).contains("duologue_chats_ended_total{reason=\"ended\"}"));
            assertThat(answer.body())
                    .contains("jvm_memory_used_bytes")
                    .doesNotContain(chat.id)
                    .doesNotContain("ABHI");
        }
    }

    // What all answers keep

    private static void assertProblem(Http.Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.json().get("title").asText()).isNotBlank();
        assertThat(answer.json().get("detail").asText()).isNotBlank();
        assertSecure(answer);
    }

    private static void assertNotFound(Http.Answer answer) {
        assertProblem(answer, 404);
        assertThat(answer.body()).isEqualTo(http.get("/nothing").body());
    }

    private static void assertSecure(Http.Answer answer) {
        StringBuilder headers = new StringBuilder();
        answer.response()
                .headers()
                .map()
                .forEach((name, values) -> values.forEach(
                        value -> headers.append(name).append(": ").append(value).append("\r\n")));
        assertSecure(headers.toString());
    }

    private static void assertSecure(String answer) {
        assertThat(answer.replaceAll(" 'sha256-[A-Za-z0-9+/=]{44}'", ""))
                .containsIgnoringCase(
                        "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
                                + "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; "
                                + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'")
                .containsIgnoringCase("Referrer-Policy: no-referrer")
                .containsIgnoringCase("X-Content-Type-Options: nosniff")
                .containsIgnoringCase("Cross-Origin-Resource-Policy: same-origin")
                .containsIgnoringCase("Cache-Control: no-store")
                .doesNotContainIgnoringCase("Server: ");
    }

    private static double metric(String name) {
        return http.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private static HttpRequest.Builder chunkedPost(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
    }

    private static HttpRequest.Builder post(HttpRequest.BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/chats"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(body);
    }

    /** A chat that was started over HTTP. */
    private static final class Chat {

        private final Http where;
        private final JsonNode started;
        private final String id;
        private final String host;

        Chat() {
            this(http);
        }

        Chat(Http where) {
            this.where = where;
            this.started = where.post("/api/chats", NAMES).json();
            this.id = started.get("id").asText();
            this.host = started.get("host").asText();
        }

        Http.Answer ask(String method, String suffix) {
            return where.call(method, "/api/chats/" + id + suffix, "", "Authorization", "Bearer " + host);
        }

        JsonNode status() {
            Http.Answer answer = ask("GET", "");
            assertThat(answer.status()).isEqualTo(200);
            return answer.json();
        }

        void assertState(String first, String second) {
            JsonNode status = status();
            assertThat(List.of(
                            status.get("state").asText(),
                            status.at("/first/state").asText(),
                            status.at("/second/state").asText()))
                    .containsExactly("open", first, second);
        }

        String link(String side) {
            return token(started.at("/" + side + "/shortUrl").asText());
        }

        String code(String side) {
            return started.at("/" + side + "/code").asText();
        }

        String wrongCode(String side) {
            return code(side).equals("000-000") ? "111-111" : "000-000";
        }

        /** Somebody who is in. */
        ChatClient enter(String side) {
            ChatClient client = ChatClient.connect(where.webSocket());
            client.send("enter", "link", link(side), "code", code(side), "tab", side);
            client.next("entered");
            return client;
        }

        static String token(String shortUrl) {
            return shortUrl.substring(shortUrl.indexOf('#') + 1);
        }
    }
}
