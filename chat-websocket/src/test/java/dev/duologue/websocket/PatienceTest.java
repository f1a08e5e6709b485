package dev.duologue.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.ChatService;
import dev.duologue.websocket.testing.ChatClient;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An endpoint that takes nobody for dead")
class PatienceTest extends ProtocolFixture {

    private static final Duration NEVER = ChronoUnit.FOREVER.getDuration();

    @Override
    ChatWebSocket.Builder endpoint(ChatService service) {
        return super.endpoint(service).watch(NEVER, NEVER, Duration.ofSeconds(30));
    }

    @Test
    @DisplayName("closes those all the same that say nothing from the beginning")
    void silent() {
        ChatClient client = connect();
        // A client knows of its handshake's answer before the server does of the client, whose time counts from then.
        Eventually.holds(() -> webSocket.connections() == 1);
        clock.pass(Duration.ofSeconds(6));
        assertThat(client.closeCode()).isEqualTo(4005);
    }
}
