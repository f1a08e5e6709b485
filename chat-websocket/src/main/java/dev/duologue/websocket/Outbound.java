package dev.duologue.websocket;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes out on a connection, in order and never more at once than the container bears. A loop with a work counter
 * takes frames from the queue: a completion only raises the counter, so there is no recursion and no lock around a send.
 * Thread-safe.
 */
final class Outbound {

    private static final Logger LOG = LoggerFactory.getLogger(Outbound.class);

    /** Frames in the queue at which messages are held back in the store. */
    static final int CROWDED = 32;

    /** Frames in the queue at which the reader is given up: nothing but answers and news can fill it this far. */
    static final int FULL = 256;

    private final RemoteEndpoint.Async remote;
    private final InstantSource clock;
    private final int window;
    private final Runnable drained;
    private final Consumer<Closing> close;
    private final Executor pings;

    private final SendHandler written = result -> written(result.isOK());

    private final Queue<String> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger work = new AtomicInteger();
    /** In milliseconds since 1970: noted for most frames, and an instant costs twice as much. */
    private volatile long wrote;

    private volatile Closing last = Closing.GOING_AWAY;
    private volatile boolean pingDue;
    private volatile boolean pingRefused;
    private volatile boolean finishing;
    /** Whoever sets it closes: the sweep, a write that failed and the last one that went out may come at once. */
    private final AtomicBoolean closed = new AtomicBoolean();

    private volatile @Nullable Instant closedAt;

    /**
     * Makes the way out of a connection.
     *
     * @param session the connection
     * @param clock the time
     * @param window most sends in flight
     * @param drained told, on any thread, when the queue has become short again
     * @param close closes the connection, off this thread
     * @param pings runs what may wait for the peer to read; may refuse
     */
    Outbound(
            Session session,
            InstantSource clock,
            int window,
            Runnable drained,
            Consumer<Closing> close,
            Executor pings) {
        this.remote = session.getAsyncRemote();
        this.clock = clock;
        this.window = window;
        this.drained = drained;
        this.close = close;
        this.pings = pings;
        this.wrote = clock.millis();
    }

    /** Queues a frame; drops it once the connection is closing. */
    void send(String frame) {
        if (finishing || closed.get()) {
            return;
        }
        int waiting = queued.incrementAndGet();
        if (waiting > FULL) {
            finishNow(Closing.TOO_SLOW);
            return;
        }
        if (waiting == 1) {
            // The first after a silence: the time to write it begins now.
            wrote = clock.millis();
        }
        if (work.compareAndSet(0, 1)) {
            if (waiting == 1 && !closed.get()) {
                // Nothing is before it: most frames never see the queue.
                write(frame);
            } else {
                queue.add(frame);
            }
            drainUntilDone();
        } else {
            queue.add(frame);
            drain();
        }
    }

    /** Sends a ping when a frame could go out, before those that wait; or none, if too many are under way. */
    void ping() {
        pingRefused = false;
        pingDue = true;
        drain();
    }

    /** Whether the last ping did not go out, as too many were under way. */
    boolean pingRefused() {
        return pingRefused;
    }

    /** Closes once all that is queued went out. */
    void finish(Closing closing) {
        if (!finishing) {
            last = closing;
            finishing = true;
            drain();
        }
    }

    /** Closes without waiting for what is queued. */
    void finishNow(Closing closing) {
        finishing = true;
        if (closed.compareAndSet(false, true)) {
            closedAt = clock.instant();
            queue.clear();
            close.accept(closing);
        }
    }

    /** Whether the connection is to be closed: what comes in now comes too late. */
    boolean finishing() {
        return finishing;
    }

    /** Since when the container was asked to close; empty if it was not. */
    Optional<Instant> closedAt() {
        return Optional.ofNullable(closedAt);
    }

    /** Whether messages should be held back. */
    boolean crowded() {
        return queued.get() >= CROWDED;
    }

    /** Since when frames wait without one having been written, in milliseconds since 1970; now if none waits. */
    long stuckSince() {
        return queued.get() == 0 ? clock.millis() : wrote;
    }

    private void drain() {
        if (work.getAndIncrement() == 0) {
            drainUntilDone();
        }
    }

    private void drainUntilDone() {
        do {
            while (!closed.get() && inFlight.get() < window) {
                if (pingDue) {
                    pingDue = false;
                    writePing();
                    continue;
                }
                String frame = queue.poll();
                if (frame == null) {
                    break;
                }
                write(frame);
            }
            if (finishing && !closed.get() && queue.isEmpty() && inFlight.get() == 0) {
                finishNow(last);
            }
        } while (work.decrementAndGet() != 0);
    }

    private void write(String frame) {
        inFlight.incrementAndGet();
        try {
            remote.sendText(frame, written);
        } catch (RuntimeException e) {
            // Containers throw, each another class, where the connection has just gone.
            finishNow(Closing.GOING_AWAY);
        }
    }

    /**
     * Some containers wait in it until it is written, for a peer that may never read, and bear no other send meanwhile:
     * it goes on a thread of its own, and counts as a frame in flight.
     */
    private void writePing() {
        inFlight.incrementAndGet();
        if (queued.incrementAndGet() == 1) {
            wrote = clock.millis();
        }
        try {
            pings.execute(this::pingNow);
        } catch (RejectedExecutionException e) {
            LOG.debug("too many pings are under way");
            pingRefused = true;
            inFlight.decrementAndGet();
            queued.decrementAndGet();
        }
    }

    private void pingNow() {
        boolean ok = false;
        try {
            remote.sendPing(ByteBuffer.allocate(0));
            ok = true;
        } catch (IOException | RuntimeException e) {
            // Containers throw, each another class, where the connection has just gone.
            LOG.debug("a ping could not be sent: {}", e.getClass().getName());
        } finally {
            written(ok);
        }
    }

    private void written(boolean ok) {
        inFlight.decrementAndGet();
        int left = queued.decrementAndGet();
        if (left > 0) {
            // Else nothing waits, and the next that does sets it.
            wrote = clock.millis();
        }
        if (!ok) {
            finishNow(Closing.GOING_AWAY);
            return;
        }
        if (left == CROWDED / 2) {
            drained.run();
        }
        drain();
    }
}
