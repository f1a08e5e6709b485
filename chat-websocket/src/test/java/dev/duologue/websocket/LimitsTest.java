package dev.duologue.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.ChatService;
import dev.duologue.ClientAddress;
import dev.duologue.spi.AddressRates;
import dev.duologue.websocket.limits.InMemoryAddressLimits;
import dev.duologue.websocket.testing.ChatClient;
import jakarta.websocket.server.HandshakeRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Limits of client addresses, in the words of the protocol:")
class LimitsTest extends ProtocolFixture {

    private static final String ONE = "192.0.2.1";
    private static final String OTHER = "192.0.2.2";

    @Override
    ChatService.Builder service() {
        return super.service().addressLimits(InMemoryAddressLimits.of(AddressRates.STANDARD, clock));
    }

    @Override
    ChatWebSocket.Builder endpoint(ChatService service) {
        return super.endpoint(service).clients(LimitsTest::client).connectionLimits(3, 5);
    }

    @Test
    @DisplayName("the eleventh code in a minute is rate_limited and spends no attempt, the right one too")
    void codes() {
        ChatClient client = connect(ONE);
        for (int i = 0; i < 10; i++) {
            client.send("enter", "link", chat.first().link(), "code", wrong(chat.first()), "tab", "a");
            assertThat(client.next("error").path("error").asText()).isIn("code_wrong", "code_wait");
        }
        ProtocolFixture.enter(client, chat.first(), "a");
        assertThat(client.nextError("rate_limited").path("retryAfter").asInt()).isBetween(1, 6);
        // Four of those were compared. Nobody else is kept from a try for it, once the wait for the fourth is over.
        clock.pass(Duration.ofSeconds(3));
        ChatClient neighbour = connect(OTHER);
        ProtocolFixture.enter(neighbour, chat.first(), "b");
        neighbour.next("entered");
    }

    @Test
    @DisplayName("after twenty unknown links in a minute, no link is looked at, and the connection stays")
    void unknown_links() {
        for (int i = 0; i < 20; i++) {
            // A client knows that it was closed before the server counts it out.
            Eventually.holds(() -> webSocket.room(address(ONE)) == ConnectionRoom.FREE);
            ChatClient client = connect(ONE);
            client.send("open", "link", "23AHi7kQkQkQkQkQ");
            client.nextError("link_unknown");
            assertThat(client.closeCode()).isEqualTo(4002);
        }
        ChatClient client = connect(ONE);
        client.send("open", "link", "23AHi7kQkQkQkQkQ");
        assertThat(client.nextError("rate_limited").path("retryAfter").asInt()).isEqualTo(3);
        client.send("open", "link", chat.first().link());
        client.nextError("rate_limited");
        clock.pass(Duration.ofSeconds(3));
        client.send("open", "link", chat.first().link());
        client.next("hello");
    }

    @Test
    @DisplayName("a seat that is taken stays its holder's, also to come back, whatever else the address did")
    void seat() {
        ChatClient holder = connect(ONE);
        ProtocolFixture.enter(holder, chat.first(), "a");
        String token = holder.next("entered").path("token").asText();
        ChatClient guesser = connect(ONE);
        for (int i = 0; i < 12; i++) {
            guesser.send("enter", "link", chat.first().link(), "code", wrong(chat.first()), "tab", "b");
            guesser.next("error");
        }
        holder.send("send", "id", "m1", "text", "still in");
        holder.next("sent");
        holder.cut();
        ChatClient back = connect(ONE);
        assertThat(resume(back, chat.first(), token, 0, "a").path("type").asText())
                .isEqualTo("entered");
    }

    @Test
    @DisplayName("a connection too many is told rate_limited and closed with 1013, until one has gone")
    void connections() {
        List<ChatClient> three = List.of(connect(ONE), connect(ONE), connect(ONE));
        // A client knows of its handshake's answer before the server counts it in.
        three.forEach(ChatClient::nothingElse);
        assertNoRoom(connect(ONE));
        assertThat(webSocket.room(address(ONE))).isEqualTo(ConnectionRoom.ADDRESS_FULL);
        assertThat(webSocket.room(address(OTHER))).isEqualTo(ConnectionRoom.FREE);
        ChatClient fourth = connect(OTHER);
        fourth.nothingElse();
        // Where the address is not known, the limit of all holds.
        ChatClient fifth = connect();
        fifth.nothingElse();
        assertNoRoom(connect("192.0.2.3"));
        assertThat(webSocket.room(Optional.empty())).isEqualTo(ConnectionRoom.FULL);
        assertThat(webSocket.refusedConnections()).isEqualTo(2);
        three.get(0).cut();
        Eventually.holds(() -> webSocket.room(address(ONE)) == ConnectionRoom.FREE);
        connect(ONE).nothingElse();
        fourth.nothingElse();
        fifth.nothingElse();
    }

    private void assertNoRoom(ChatClient client) {
        assertThat(client.nextError("rate_limited").path("retryAfter").asInt()).isEqualTo(10);
        assertThat(client.closeCode()).isEqualTo(1013);
    }

    private ChatClient connect(String address) {
        return connect(Map.of("Test-Address", address), ChatWebSocket.SUB_PROTOCOL);
    }

    private static ClientConnection client(HandshakeRequest request) {
        List<String> told = request.getHeaders().getOrDefault("Test-Address", List.of());
        return told.isEmpty() ? ClientConnection.unknown() : new Known(address(told.get(0)));
    }

    private static Optional<ClientAddress> address(String text) {
        try {
            return Optional.of(ClientAddress.of(InetAddress.getByName(text)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private record Known(Optional<ClientAddress> address) implements ClientConnection {
        @Override
        public void terminate() {
            throw new IllegalStateException("no connection is stuck here");
        }
    }
}
