package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.websocket.testing.ChatClient;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Whoever asks the reference server,")
class SecurityTest {

    private static final String NAMES = "{\"first\":\"ABHI\",\"second\":\"ANNY\"}";

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"Host", "X-Forwarded-Host", "X-Original-Host", "Forwarded", "X-Forwarded-Prefix", "Origin"})
    @DisplayName("short URLs come from the configured base, whatever a header says")
    void shortUrls(String header) throws IOException {
        Http http = serve(
                "--base-url=https://chat.example/talk",
                "--trusted-proxy=127.0.0.1",
                "--allowed-origin=https://chat.example,http://evil.example");
        String value = switch (header) {
            case "Forwarded" -> "host=evil.example;proto=http;for=192.0.2.1";
            case "Origin" -> "http://evil.example";
            default -> "evil.example";
        };
        String answer = post(http, header + ": " + value);
        assertThat(answer)
                .startsWith("HTTP/1.1 201 ")
                .contains("\"shortUrl\":\"https://chat.example/talk/c#")
                .doesNotContain("evil");
    }

    @Test
    @DisplayName("each answer to a handshake bears the headers too")
    void handshakes() throws IOException {
        Http http = serve("--address-connections=1");
        assertSecure(handshake(http, "Sec-WebSocket-Protocol: duologue.v1", "Origin: http://evil.example"), 403);
        assertSecure(handshake(http, "Sec-WebSocket-Version: 99"), 426);
        ChatClient client = ChatClient.connect(http.webSocket());
        open.add(client);
        // A client knows of its handshake's answer before the server counts it in.
        client.nothingElse();
        assertSecure(handshake(http, "Sec-WebSocket-Protocol: duologue.v1"), 429);
    }

    private Http serve(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--port=0");
        Server server = Server.start(Main.parse(all.toArray(String[]::new), Map.of()));
        open.add(server);
        return new Http(server);
    }

    private static String post(Http http, String header) throws IOException {
        try (Socket socket = http.socket()) {
            Http.send(
                    socket,
                    "POST /api/chats HTTP/1.1",
                    header.startsWith("Host:") ? header : "Host: chat.example\r\n" + header,
                    "Content-Type: application/json",
                    "Content-Length: " + NAMES.length(),
                    "",
                    NAMES);
            return Http.readAnswer(socket);
        }
    }

    private static String handshake(Http http, String... headers) throws IOException {
        try (Socket socket = http.socket()) {
            Http.send(
                    socket,
                    "GET /chat HTTP/1.1",
                    "Host: x",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    String.join("\r\n", headers),
                    headers[0].startsWith("Sec-WebSocket-Version") ? "X: y" : "Sec-WebSocket-Version: 13",
                    "",
                    "");
            return Http.readAnswer(socket);
        }
    }

    private static void assertSecure(String answer, int status) {
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        for (String header : List.of(
                "Content-Security-Policy: default-src 'none';",
                "Referrer-Policy: no-referrer",
                "X-Content-Type-Options: nosniff",
                "Cross-Origin-Opener-Policy: same-origin",
                "Cross-Origin-Resource-Policy: same-origin",
                "Cache-Control: no-store")) {
            assertThat(answer)
                    .containsIgnoringCase("\r\n" + header)
                    .containsOnlyOnce("\r\n" + header.substring(0, header.indexOf(':') + 1));
        }
    }
}
