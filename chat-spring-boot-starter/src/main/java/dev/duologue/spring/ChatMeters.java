package dev.duologue.spring;

import dev.duologue.ChatService;
import dev.duologue.Ending;
import dev.duologue.spi.ChatEvent;
import dev.duologue.spi.ChatNotifier;
import dev.duologue.websocket.ChatWebSocket;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the service and the endpoint count, as meters. None bears an id, a name, a secret or an address. Thread-safe. */
final class ChatMeters implements MeterBinder, ChatNotifier {

    private final ChatService chats;
    private final @Nullable ChatWebSocket webSocket;
    private final LongAdder entered = new LongAdder();
    private final Map<Ending.Reason, LongAdder> ended = new EnumMap<>(Ending.Reason.class);

    ChatMeters(ChatService chats, @Nullable ChatWebSocket webSocket) {
        this.chats = chats;
        this.webSocket = webSocket;
        // All of them now: what never changes may be read without a lock.
        for (Ending.Reason reason : Ending.Reason.values()) {
            ended.put(reason, new LongAdder());
        }
    }

    @Override
    public void notify(ChatEvent event) {
        if (event instanceof ChatEvent.Entered) {
            entered.increment();
        } else if (event instanceof ChatEvent.Ended over) {
            Objects.requireNonNull(ended.get(over.ending().reason())).increment();
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("duologue.chats.live", chats, ChatService::liveChats)
                .description("Chats that this node started or serves")
                .register(registry);
        FunctionCounter.builder("duologue.seats.entered", entered, LongAdder::sum)
                .description("Seats taken, by code or by token")
                .register(registry);
        ended.forEach((reason, count) -> FunctionCounter.builder("duologue.chats.ended", count, LongAdder::sum)
                .description("Chats ended, by reason")
                .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                .register(registry));
        if (webSocket != null) {
            bind(registry, webSocket);
        }
    }

    private static void bind(MeterRegistry registry, ChatWebSocket webSocket) {
        Gauge.builder("duologue.connections", webSocket, ChatWebSocket::connections)
                .description("Open WebSocket connections")
                .register(registry);
        FunctionCounter.builder("duologue.limits.refused", webSocket, ChatWebSocket::refusedConnections)
                .description("What was refused for a limit, by the limit")
                .tag("limit", "connections")
                .register(registry);
        webSocket
                .errors()
                .keySet()
                .forEach(error -> FunctionCounter.builder(
                                "duologue.errors",
                                webSocket,
                                told -> told.errors().getOrDefault(error, 0L))
                        .description("Error frames told to clients, by the protocol's word")
                        .tag("error", error)
                        .register(registry));
        webSocket
                .closings()
                .keySet()
                .forEach(code -> FunctionCounter.builder(
                                "duologue.closings",
                                webSocket,
                                told -> told.closings().getOrDefault(code, 0L))
                        .description("WebSockets closed by the server, by close code")
                        .tag("code", String.valueOf(code))
                        .register(registry));
    }
}
