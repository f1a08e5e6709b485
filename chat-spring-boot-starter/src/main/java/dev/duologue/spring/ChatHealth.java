package dev.duologue.spring;

import dev.duologue.ChatService;
import dev.duologue.websocket.ChatWebSocket;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up as long as the store answers. Waits for it, a second at the most. Thread-safe. */
final class ChatHealth implements HealthIndicator {

    private final ChatService chats;
    private final @Nullable ChatWebSocket webSocket;

    ChatHealth(ChatService chats, @Nullable ChatWebSocket webSocket) {
        this.chats = chats;
        this.webSocket = webSocket;
    }

    @Override
    public Health health() {
        Health.Builder health = checked().withDetail("liveChats", chats.liveChats());
        if (webSocket != null) {
            health.withDetail("connections", webSocket.connections());
        }
        return health.build();
    }

    private Health.Builder checked() {
        try {
            chats.check().join();
            return Health.up();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            // The class alone: nobody knows what a store of the application's puts into a message.
            return Health.down().withDetail("error", cause.getClass().getName());
        }
    }
}
