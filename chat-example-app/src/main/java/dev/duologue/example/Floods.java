package dev.duologue.example;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.util.HttpStatus;
import org.glassfish.grizzly.nio.NIOConnection;

/**
 * Cuts connections that flood the server with what the endpoint never sees: the container answers pings and gathers
 * fragments by itself, as fast and as many as they come, and keeps every answer that a client does not read. Stands behind
 * the HTTP codec and before Tyrus.
 */
final class Floods extends BaseFilter implements AddOn {

    /** What may wait for a client to read it, in bytes: more than the largest page and the sends in flight together. */
    private static final int MOST_UNREAD = 2 * 1024 * 1024;

    /** So many bytes count as one frame more: what is long costs as much as what is many. */
    private static final double BYTES_OF_A_FRAME = 2 * 1024;

    /**
     * Of a message in fragments, in bytes: above what the endpoint refuses by itself, below what the container does, where
     * Tyrus 2.2.2 keeps the session of each connection for ever.
     */
    private static final long MOST_IN_FRAGMENTS = 96 * 1024;

    private static final Attribute<Flow> FLOW = Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute("duologue.flow");

    private final InstantSource clock;
    private final double framesPerSecond;
    private final double burst;
    private final AtomicLong cut = new AtomicLong();

    /**
     * Makes the filter.
     *
     * @param framesPerSecond frames of any kind that one WebSocket may send, above what the endpoint refuses by itself and
     *     with a word; 2 KiB count as one more; infinite for no limit
     * @param burst how many at once
     */
    Floods(InstantSource clock, double framesPerSecond, double burst) {
        this.clock = clock;
        this.framesPerSecond = framesPerSecond;
        this.burst = burst;
    }

    /** How many connections were cut. */
    long cut() {
        return cut.get();
    }

    @Override
    public void setup(NetworkListener listener, FilterChainBuilder builder) {
        builder.add(builder.indexOfType(HttpServerFilter.class) + 1, this);
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        return !(context.getMessage() instanceof HttpContent content)
                        || lets(context.getConnection(), content.getContent())
                ? context.getInvokeAction()
                : context.getStopAction();
    }

    /** Whether these bytes may come in; else the connection is cut. */
    boolean lets(Connection<?> connection, Buffer bytes) {
        if (readsNothing(connection) || sendsTooMuch(connection, bytes)) {
            cut.incrementAndGet();
            connection.terminateSilently();
            return false;
        }
        return true;
    }

    @Override
    public NextAction handleWrite(FilterChainContext context) {
        if (context.getMessage() instanceof HttpContent content
                && content.getHttpHeader() instanceof HttpResponsePacket response
                && response.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101.getStatusCode()
                && FLOW.get(context.getConnection()) == null) {
            FLOW.set(context.getConnection(), new Flow(burst, clock.instant()));
        }
        return context.getInvokeAction();
    }

    /** Grizzly's pools hold a closed connection now and then; of what is ours it is to hold nothing. */
    @Override
    public NextAction handleClose(FilterChainContext context) {
        FLOW.remove(context.getConnection());
        return context.getInvokeAction();
    }

    private static boolean readsNothing(Connection<?> connection) {
        return connection instanceof NIOConnection tcp
                && tcp.getAsyncWriteQueue().spaceInBytes() > MOST_UNREAD;
    }

    private boolean sendsTooMuch(Connection<?> connection, Buffer bytes) {
        Flow flow = FLOW.get(connection);
        return flow != null && !flow.take(bytes, clock.instant());
    }

    /** What one WebSocket sends. A connection is read by one thread at a time. */
    private final class Flow {

        private final FrameCounter frames = new FrameCounter();
        private double left;
        private Instant filled;

        Flow(double left, Instant now) {
            this.left = left;
            this.filled = now;
        }

        /** Whether these bytes are within what may be sent; a clock that was set back gives nothing. */
        boolean take(Buffer bytes, Instant now) {
            double cost = frames.in(bytes) + bytes.remaining() / BYTES_OF_A_FRAME;
            if (frames.longestInFragments() > MOST_IN_FRAGMENTS) {
                return false;
            }
            if (Double.isInfinite(framesPerSecond)) {
                return true;
            }
            double seconds = Math.max(0, Duration.between(filled, now).toNanos() / 1e9);
            left = Math.min(burst, left + seconds * framesPerSecond) - cost;
            filled = now;
            return left >= 0;
        }
    }
}
