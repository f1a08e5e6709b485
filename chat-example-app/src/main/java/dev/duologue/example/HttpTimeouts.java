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
import java.util.concurrent.atomic.AtomicLong;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.util.HttpStatus;

/**
 * Gets rid of HTTP connections that send a request too slowly or that nobody uses. A connection that became a WebSocket
 * is left alone: the endpoint watches those. Stands behind the HTTP codec, so that it sees whole headers only.
 */
final class HttpTimeouts extends BaseFilter implements AddOn, AutoCloseable {

    /** Also what a body may take, as a whole: one that drips is no use of the connection. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Duration firstHeader;
    private final AtomicLong timedOut = new AtomicLong();
    private final Map<Connection<?>, Use> connections = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "duologue-http-timeouts");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Begins to watch.
     *
     * @param firstHeader how long a connection may take until its first request's header is there
     */
    HttpTimeouts(InstantSource clock, Duration firstHeader) {
        this.clock = clock;
        this.firstHeader = firstHeader;
        Future<?> unused = timer.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
    }

    /** How many connections took too long. */
    long timedOut() {
        return timedOut.get();
    }

    /**
     * When a connection was used last, and how long it may stay unused from then on.
     *
     * @param receiving whether a body is on its way
     */
    private record Use(Instant at, Duration limit, boolean receiving) {}

    @Override
    public void setup(NetworkListener listener, FilterChainBuilder builder) {
        builder.add(builder.indexOfType(HttpServerFilter.class) + 1, this);
    }

    @Override
    public NextAction handleAccept(FilterChainContext context) {
        connections.put(context.getConnection(), new Use(clock.instant(), firstHeader, false));
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        if (context.getMessage() instanceof HttpContent content && !content.isLast()) {
            receives(context.getConnection());
        } else {
            used(context.getConnection());
        }
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleWrite(FilterChainContext context) {
        if (switchesProtocols(context.getMessage())) {
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

    /** What a client asks for is not enough: who asks for a protocol that nobody speaks here stays watched. */
    private static boolean switchesProtocols(Object written) {
        return written instanceof HttpPacket packet
                && packet.getHttpHeader() instanceof HttpResponsePacket response
                && response.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101.getStatusCode();
    }

    private void used(Connection<?> connection) {
        connections.computeIfPresent(connection, (known, use) -> new Use(clock.instant(), IDLE, false));
    }

    /** A part of a body counts once, with the first. */
    private void receives(Connection<?> connection) {
        connections.computeIfPresent(
                connection, (known, use) -> use.receiving() ? use : new Use(clock.instant(), IDLE, true));
    }

    private void sweep() {
        Instant now = clock.instant();
        connections.forEach((connection, use) -> {
            boolean late = Duration.between(use.at(), now).compareTo(use.limit()) > 0;
            // Not one that was used, or became a WebSocket, since it was looked at.
            if (late && connections.remove(connection, use)) {
                timedOut.incrementAndGet();
                connection.terminateSilently();
            }
        });
    }
}
