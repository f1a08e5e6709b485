package dev.duologue.websocket.metrics;

import dev.duologue.websocket.ChatWebSocket;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * What one endpoint does, as meters of Micrometer: {@code new WebSocketMeters(webSocket).bindTo(registry)}.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>meter</th><th>tag</th><th>tells</th></tr>
 *   <tr><td>{@code duologue.connections}</td><td></td><td>open WebSockets</td></tr>
 *   <tr><td>{@code duologue.errors}</td><td>{@code error}</td><td>what clients were refused, by the protocol's word</td></tr>
 *   <tr><td>{@code duologue.closings}</td><td>{@code code}</td><td>WebSockets closed by the server, by close code</td></tr>
 *   <tr><td>{@code duologue.limits.refused}</td><td>{@code limit} is {@code connections}</td><td>connections refused, as
 *       there was no room</td></tr>
 * </table>
 *
 * <p>Thread-safe. A registry keeps what it asks only as long as somebody else does: keep the endpoint.
 */
@SuppressWarnings("exports") // Who counts by Micrometer requires its module too.
public final class WebSocketMeters implements MeterBinder {

    private final ChatWebSocket webSocket;
    private final LongSupplier refusedBefore;

    /**
     * Makes the meters of an endpoint.
     *
     * @param webSocket the endpoint
     */
    public WebSocketMeters(ChatWebSocket webSocket) {
        this(webSocket, () -> 0);
    }

    /**
     * Makes the meters of an endpoint whose host asks for {@link ChatWebSocket#room} and refuses handshakes itself.
     *
     * @param webSocket the endpoint
     * @param refusedBefore how many the host refused since the start; added to those that the endpoint refused
     */
    public WebSocketMeters(ChatWebSocket webSocket, LongSupplier refusedBefore) {
        this.webSocket = Objects.requireNonNull(webSocket, "webSocket");
        this.refusedBefore = Objects.requireNonNull(refusedBefore, "refusedBefore");
    }

    /**
     * Puts the meters into a registry.
     *
     * @param registry the registry
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        // The endpoint is what they hang on: meters hold what they ask by weak references, and nobody keeps this
        // object.
        LongSupplier before = refusedBefore;
        Gauge.builder("duologue.connections", webSocket, ChatWebSocket::connections)
                .description("Open WebSocket connections")
                .register(registry);
        FunctionCounter.builder(ChatMeters.REFUSED, webSocket, known -> before.getAsLong() + known.refusedConnections())
                .description(ChatMeters.REFUSED_DESCRIPTION)
                .tag(ChatMeters.LIMIT, "connections")
                .register(registry);
        for (String error : webSocket.errors().keySet()) {
            FunctionCounter.builder(
                            "duologue.errors", webSocket, told -> told.errors().getOrDefault(error, 0L))
                    .description("Error frames told to clients, by the protocol's word")
                    .tag("error", error)
                    .register(registry);
        }
        for (Integer code : webSocket.closings().keySet()) {
            FunctionCounter.builder(
                            "duologue.closings",
                            webSocket,
                            told -> told.closings().getOrDefault(code, 0L))
                    .description("WebSockets closed by the server, by close code")
                    .tag("code", String.valueOf(code))
                    .register(registry);
        }
    }
}
