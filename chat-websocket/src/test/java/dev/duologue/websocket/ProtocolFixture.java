package dev.duologue.websocket;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duologue.ChatService;
import dev.duologue.Invitation;
import dev.duologue.StartedChat;
import dev.duologue.websocket.testing.ChatClient;
import dev.duologue.websocket.testing.Host;
import dev.duologue.websocket.testing.SettableClock;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A service, its endpoint in a real container, a chat, and a clock that the test moves. */
abstract class ProtocolFixture {

    final SettableClock clock = new SettableClock();
    private final List<ChatClient> clients = new ArrayList<>();
    ChatService chats;
    ChatWebSocket webSocket;
    Host host;
    StartedChat chat;

    /** For tests that need other values than the protocol's own. */
    ChatService.Builder service() {
        return ChatService.builder(URI.create("http://localhost/c")).clock(clock);
    }

    /** For tests that need other values than the protocol's own. */
    ChatWebSocket.Builder endpoint(ChatService service) {
        return ChatWebSocket.builder(service).clock(clock).allowedOrigin("http://localhost");
    }

    @BeforeEach
    void serve() {
        chats = service().build();
        webSocket = endpoint(chats).build();
        host = Host.serving(webSocket.endpointConfig());
        chat = chats.start("ABHI", "ANNY").join();
    }

    @AfterEach
    void stop() {
        clients.forEach(ChatClient::close);
        webSocket.close();
        host.close();
        chats.close();
    }

    ChatClient connect() {
        return kept(ChatClient.connect(host.uri("/chat")));
    }

    ChatClient connect(Map<String, String> headers, String... subprotocols) {
        return kept(ChatClient.connect(host.uri("/chat"), headers, subprotocols));
    }

    /** A client that is in, under a tab named as the side. */
    ChatClient entered(Invitation invitation) {
        ChatClient client = connect();
        enter(client, invitation, invitation.side().name());
        client.next("entered");
        return client;
    }

    /** Both sides in, with nothing left to read. */
    Pair bothIn() {
        ChatClient first = entered(chat.first());
        ChatClient second = entered(chat.second());
        first.next("peer");
        return new Pair(first, second);
    }

    record Pair(ChatClient first, ChatClient second) {}

    static void enter(ChatClient client, Invitation invitation, String tab) {
        client.send("enter", "link", invitation.link(), "code", invitation.secretCode(), "tab", tab);
    }

    static JsonNode resume(ChatClient client, Invitation invitation, String token, long after, String tab) {
        client.send("resume", "link", invitation.link(), "token", token, "after", after, "tab", tab);
        return client.next();
    }

    /** A code that has the form of one and is not this one. */
    static String wrong(Invitation invitation) {
        return invitation.secretCode().startsWith("0") ? "111-111" : "000-000";
    }

    private ChatClient kept(ChatClient client) {
        clients.add(client);
        return client;
    }
}
