package dev.duologue.example;

import dev.duologue.ClientAddress;
import dev.duologue.spi.AddressLimit;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.ChatEvent;
import dev.duologue.spi.ChatNotifier;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What the server counts. No meter or label bears an id, a name, a secret or an address. */
final class Metrics implements ChatNotifier {

    /** The text format of Prometheus. */
    static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** The limit of chats that may live at once. */
    static final String LIVE_CHATS = "live_chats";

    private static final String REFUSED = "duologue.limits.refused";
    private static final String REFUSED_DESCRIPTION = "What was refused for a limit, by the limit";
    private static final String LIMIT = "limit";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Counter started = Counter.builder("duologue.chats.started")
            .description("Chats started")
            .register(registry);
    private final Counter entered = Counter.builder("duologue.seats.entered")
            .description("Seats taken, by code or by token")
            .register(registry);

    /** Counters hold what they ask by weak references only: let go, they would stand still. */
    private final List<Object> asked = new CopyOnWriteArrayList<>();

    Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    void connections(IntSupplier connections) {
        Gauge.builder("duologue.connections", connections::getAsInt)
                .description("Open WebSocket connections")
                .register(registry);
    }

    void sockets(IntSupplier sockets) {
        Gauge.builder("duologue.sockets", sockets::getAsInt)
                .description("Open connections of any kind, at the transport")
                .register(registry);
    }

    void liveChats(IntSupplier chats) {
        Gauge.builder("duologue.chats.live", chats::getAsInt)
                .description("Chats that this server started or serves")
                .register(registry);
    }

    void refusedConnections(LongSupplier refused) {
        refused("connections", refused);
    }

    void floods(LongSupplier cut) {
        refused("floods", cut);
    }

    private void refused(String limit, LongSupplier number) {
        FunctionCounter.builder(REFUSED, kept(number), LongSupplier::getAsLong)
                .description(REFUSED_DESCRIPTION)
                .tag(LIMIT, limit)
                .register(registry);
    }

    /** What clients of the endpoint were told: errors by their words, closes by their codes. */
    void told(Supplier<Map<String, Long>> errors, Supplier<Map<Integer, Long>> closings) {
        errors.get()
                .keySet()
                .forEach(error -> FunctionCounter.builder(
                                "duologue.errors",
                                kept(errors),
                                all -> all.get().getOrDefault(error, 0L))
                        .description("Error frames told to clients, by the protocol's word")
                        .tag("error", error)
                        .register(registry));
        closings.get()
                .keySet()
                .forEach(code -> FunctionCounter.builder(
                                "duologue.closings",
                                kept(closings),
                                all -> all.get().getOrDefault(code, 0L))
                        .description("WebSockets closed by the server, by close code")
                        .tag("code", String.valueOf(code))
                        .register(registry));
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

    /** Something was refused for a limit. */
    void refused(String limit) {
        Counter.builder(REFUSED)
                .description(REFUSED_DESCRIPTION)
                .tag(LIMIT, limit)
                .register(registry)
                .increment();
    }

    /** The limits, and each refusal counted. */
    AddressLimits counting(AddressLimits limits) {
        return new AddressLimits() {
            @Override
            public CompletionStage<Duration> take(AddressLimit limit, ClientAddress address) {
                return limits.take(limit, address).whenComplete((wait, failure) -> {
                    if (failure == null && !wait.isZero()) {
                        refused(limit.name().toLowerCase(Locale.ROOT));
                    }
                });
            }

            @Override
            public CompletionStage<Boolean> giveBack(AddressLimit limit, ClientAddress address) {
                return limits.giveBack(limit, address);
            }
        };
    }

    void started() {
        started.increment();
    }

    @Override
    public void notify(ChatEvent event) {
        if (event instanceof ChatEvent.Entered) {
            entered.increment();
        } else if (event instanceof ChatEvent.Ended ended) {
            Counter.builder("duologue.chats.ended")
                    .description("Chats ended, by reason")
                    .tag("reason", ended.ending().reason().name().toLowerCase(Locale.ROOT))
                    .register(registry)
                    .increment();
        }
    }

    String scrape() {
        return registry.scrape();
    }
}
