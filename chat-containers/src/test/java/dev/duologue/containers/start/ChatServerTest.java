package dev.duologue.containers.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.websocket.testing.ChatClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The program of the first steps")
class ChatServerTest {

    @Test
    @DisplayName("serves its page and the elements, and two people chat by what it printed")
    void serves() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Server server = ChatServer.serve(port, new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (ChatClient anny = FirstChat.between(
                printed.toString(StandardCharsets.UTF_8).lines().toList(), port)) {
            assertThat(anny.subprotocol()).isEqualTo("duologue.v1");
            for (String path : new String[] {"/c.html", "/duologue/duologue.js", "/duologue/duologue.css"}) {
                HttpResponse<String> answer = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                        .build(),
                                BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                        .matches("text/(html|javascript|css).*");
            }
        } finally {
            server.stop();
        }
    }
}
