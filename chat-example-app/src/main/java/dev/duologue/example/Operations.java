package dev.duologue.example;

import dev.duologue.ChatService;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** What the people who run the server ask it: health and metrics. */
final class Operations {

    private final ChatService chats;
    private final Metrics metrics;
    private final boolean metricsOpen;

    Operations(ChatService chats, Metrics metrics, boolean metricsOpen) {
        this.chats = chats;
        this.metrics = metrics;
        this.metricsOpen = metricsOpen;
    }

    void health(Exchange exchange) {
        exchange.suspend();
        CompletableFuture<?> unused = chats.check().handle((answered, failure) -> {
            if (failure == null) {
                exchange.text(200, "ok");
            } else {
                exchange.unavailable();
            }
            return true;
        });
    }

    void metrics(Exchange exchange) {
        if (metricsOpen || exchange.client().isLoopbackAddress()) {
            exchange.answer(200, Metrics.MEDIA_TYPE, metrics.scrape().getBytes(StandardCharsets.UTF_8));
        } else {
            exchange.problem(403, "Forbidden", "Metrics are for this machine only; see --metrics-open.");
        }
    }
}
