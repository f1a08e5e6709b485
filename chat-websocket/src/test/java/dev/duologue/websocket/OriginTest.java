package dev.duologue.websocket;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.ChatService;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Where an origin is required")
class OriginTest extends ProtocolFixture {

    @Override
    ChatWebSocket.Builder endpoint(ChatService service) {
        return super.endpoint(service).requireOrigin();
    }

    @Test
    @DisplayName("a client without one is refused, one with an allowed one connects")
    void required() {
        assertThatThrownBy(this::connect)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
        connect(Map.of("Origin", "http://localhost"), "duologue.v1").nothingElse();
    }
}
