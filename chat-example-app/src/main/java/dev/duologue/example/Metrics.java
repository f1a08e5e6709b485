package dev.duologue.example;

import dev.duologue.websocket.ChatWebSocket;
import dev.duologue.websocket.metrics.ChatMeters;
import dev.duologue.websocket.metrics.WebSocketMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** What the server counts. No meter or label bears an id, a name, a secret or an address. */
final class Metrics {

    /** The text format of Prometheus. */
    static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final String REFUSED = "duologue.limits.refused";
    private static final String REFUSED_DESCRIPTION = "What was refused for a limit, by the limit";
    private static final String LIMIT = "limit";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ChatMeters chats = new ChatMeters();
    /** From the start, as all others: what rises from nothing is no rise to whoever asks for a rate. */
    private final Counter noRoom = Counter.builder(REFUSED)
            .description(REFUSED_DESCRIPTION)
            .tag(LIMIT, "live_chats")
            .register(registry);

    /** Counters hold what they ask by weak references only: let go, they would stand still. */
    private final List<Object> asked = new CopyOnWriteArrayList<>();

    Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        chats.bindTo(registry);
    }

    /** What the service does. */
    ChatMeters chats() {
        return chats;
    }

    /** What the endpoint does, and how many connections were refused before it had them. */
    void endpoint(ChatWebSocket webSocket, LongSupplier refusedBefore) {
        new WebSocketMeters(webSocket, refusedBefore).bindTo(registry);
    }

    void sockets(IntSupplier sockets) {
        Gauge.builder("duologue.sockets", sockets::getAsInt)
                .description("Open connections of any kind, at the transport")
                .register(registry);
    }

    void floods(LongSupplier cut) {
        FunctionCounter.builder(REFUSED, kept(cut), LongSupplier::getAsLong)
                .description(REFUSED_DESCRIPTION)
                .tag(LIMIT, "floods")
                .register(registry);
    }

    void timedOut(LongSupplier timedOut) {
        FunctionCounter.builder("duologue.http.timeouts", kept(timedOut), LongSupplier::getAsLong)
                .description("Connections cut as they sent headers too slowly or nobody used them")
                .register(registry);
    }

    private <T> T kept(T source) {
        asked.add(source);
        return source;
    }

    /** A chat was refused, as no more may live at once. */
    void noRoom() {
        noRoom.increment();
    }

    String scrape() {
        return registry.scrape();
    }
}
