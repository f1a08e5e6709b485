package dev.duologue.example;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;

/**
 * Gets rid of HTTP connections that send their headers too slowly or that nobody uses. A connection that became a
 * WebSocket is left alone: the endpoint watches those. Stands behind the HTTP codec, so that it sees whole headers only.
 */
final class HttpTimeouts extends BaseFilter implements AddOn, AutoCloseable {

    private static final Duration FIRST_HEADER = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final int SWITCHING_PROTOCOLS = 101;

    private final InstantSource clock;
    private final Map<Connection<?>, Use> connections = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "duologue-http-timeouts");
        thread.setDaemon(true);
        return thread;
    });

    HttpTimeouts(InstantSource clock) {
        this.clock = clock;
        Future<?> unused = timer.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
    }

    /** When a connection was used last, and how long it may stay unused from then on. */
    private record Use(Instant at, Duration limit) {}

    @Override
    public void setup(NetworkListener listener, FilterChainBuilder builder) {
        builder.add(builder.indexOfType(HttpServerFilter.class) + 1, this);
    }

    @Override
    public NextAction handleAccept(FilterChainContext context) {
        connections.put(context.getConnection(), new Use(clock.instant(), FIRST_HEADER));
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        used(context.getConnection());
        return context.getInvokeAction();
    }

    /** Only what was granted counts: any request may ask for an upgrade, and then stay for ever. */
    @Override
    public NextAction handleWrite(FilterChainContext context) {
        if (context.getMessage() instanceof HttpContent content
                && content.getHttpHeader() instanceof HttpResponsePacket response
                && response.getStatus() == SWITCHING_PROTOCOLS) {
            connections.remove(context.getConnection());
        } else {
            used(context.getConnection());
        }
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleClose(FilterChainContext context) throws IOException {
        connections.remove(context.getConnection());
        return context.getInvokeAction();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void used(Connection<?> connection) {
        connections.computeIfPresent(connection, (known, use) -> new Use(clock.instant(), IDLE));
    }

    private void sweep() {
        Instant now = clock.instant();
        connections.forEach((connection, use) -> {
            if (Duration.between(use.at(), now).compareTo(use.limit()) > 0) {
                connections.remove(connection);
                connection.terminateSilently();
            }
        });
    }
}
