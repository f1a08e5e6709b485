package dev.duologue.example;

import dev.duologue.spi.ChatEvent;
import dev.duologue.spi.ChatNotifier;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.function.IntSupplier;

/** What the server counts. No meter or label bears an id, a name or a secret. */
final class Metrics implements ChatNotifier {

    /** The text format of Prometheus. */
    static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Counter started = Counter.builder("duologue.chats.started")
            .description("Chats started")
            .register(registry);
    private final Counter entered = Counter.builder("duologue.seats.entered")
            .description("Seats taken, by code or by token")
            .register(registry);

    Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    void connections(IntSupplier connections) {
        Gauge.builder("duologue.connections", connections::getAsInt)
                .description("Open WebSocket connections")
                .register(registry);
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
