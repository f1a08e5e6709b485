package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A request that a proxy may read otherwise")
class AmbiguousRequestsTest {

    private static final String CHUNKED_BODY = "2\r\n{}\r\n0\r\n\r\n";
    /** What somebody would hide in a body: an answer to it shows that it was taken for a request. */
    private static final String HIDDEN = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    private static Server server;
    private static Http http;

    @BeforeAll
    static void serve() throws IOException {
        server = Server.start(Main.parse(new String[] {"--port=0"}, Map.of()));
        http = new Http(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            chunks that are not last    | Transfer-Encoding: chunked, identity
            an encoding before chunks   | Transfer-Encoding: gzip, chunked
            two lines, chunks last      | Transfer-Encoding: identity;Transfer-Encoding: chunked
            two lines, chunks first     | Transfer-Encoding: chunked;Transfer-Encoding: identity
            chunks twice                | Transfer-Encoding: chunked;Transfer-Encoding: chunked
            an encoding that is none    | Transfer-Encoding: xchunked;Content-Length: 12
            another encoding            | Transfer-Encoding: gzip;Content-Length: 12
            an encoding without a value | Transfer-Encoding:;Content-Length: 12
            two hosts                   | Content-Length: 12;Host: y
            """)
    @DisplayName("is refused, and nothing behind it is read:")
    void refused(String what, String headers) {
        String answers = http.raw(post(headers.replace(";", "\r\n")) + HIDDEN);
        assertThat(answers).as(what).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1 ");
    }

    @Test
    @DisplayName("as HTTP 1.0 with chunks, which it does not have, is refused too")
    void oldVersion() {
        String old =
                post("Transfer-Encoding: chunked\r\nConnection: keep-alive").replace("HTTP/1.1", "HTTP/1.0");
        assertThat(http.raw(old + HIDDEN)).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked",
                "transfer-encoding:  Chunked ",
                "Content-Length: 12;Transfer-Encoding: chunked",
                "Content-Length: 500;Transfer-Encoding: chunked",
                "Transfer-Encoding: chunked;Content-Length: 2"
            })
    @DisplayName("as one in chunks, perhaps with a length beside them, is answered, and nothing behind it is read")
    void chunks(String headers) {
        assertThat(http.raw(post(headers.replace(";", "\r\n")) + HIDDEN))
                .startsWith("HTTP/1.1 422 ")
                .containsOnlyOnce("HTTP/1.1 ");
    }

    @Test
    @DisplayName("is none with one length: what is behind it is read")
    void clear() {
        String once = post("Content-Length: 2").replace(CHUNKED_BODY, "{}");
        assertThat(http.raw(once + HIDDEN)).matches("(?s)HTTP/1.1 422 .*HTTP/1.1 200 .*ok");
    }

    private static String post(String headers) {
        return "POST /api/chats HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + headers + "\r\n\r\n"
                + CHUNKED_BODY;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/c", "/healthz", "/nothing", "/api/chats/abc", "/duologue/chat-client.js"})
    @DisplayName("as a handshake where there is no WebSocket gets the headers that every answer bears")
    void handshakeElsewhere(String path) {
        Http.Answer asPage = http.get(path);
        String answer =
                http.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        for (String name : List.of(
                "Content-Security-Policy",
                "X-Frame-Options",
                "Referrer-Policy",
                "X-Content-Type-Options",
                "Cross-Origin-Opener-Policy",
                "Cross-Origin-Resource-Policy",
                "Cache-Control")) {
            assertThat(asPage.header(name)).as(name).isNotBlank();
            assertThat(answer).containsOnlyOnce("\r\n" + name + ": " + asPage.header(name) + "\r\n");
        }
    }
}
