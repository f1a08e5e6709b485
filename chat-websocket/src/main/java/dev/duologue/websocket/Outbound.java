package dev.duologue.websocket;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What goes out on a connection, in order and never more at once than the container bears. A loop with a work counter
 * takes frames from the queue: a completion only raises the counter, so there is no recursion and no lock around a send.
 * Thread-safe.
 */
final class Outbound {

    /** Frames in the queue at which messages are held back in the store. */
    static final int CROWDED = 32;

    /** Frames in the queue at which the reader is given up: nothing but answers and news can fill it this far. */
    static final int FULL = 256;

    private final RemoteEndpoint.Async remote;
    private final InstantSource clock;
    private final int window;
    private final Runnable drained;
    private final Consumer<Closing> close;

    private final Queue<String> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger work = new AtomicInteger();
    private volatile Instant wrote;
    private volatile Closing last = Closing.GOING_AWAY;
    private volatile boolean finishing;
    private volatile boolean closed;
    private volatile @Nullable Instant closedAt;

    /**
     * Makes the way out of a connection.
     *
     * @param session the connection
     * @param clock the time
     * @param window most sends in flight
     * @param drained told, on any thread, when the queue has become short again
     * @param close closes the connection, off this thread
     */
    Outbound(Session session, InstantSource clock, int window, Runnable drained, Consumer<Closing> close) {
        this.remote = session.getAsyncRemote();
        this.clock = clock;
        this.window = window;
        this.drained = drained;
        this.close = close;
        this.wrote = clock.instant();
    }

    /** Queues a frame; drops it once the connection is closing. */
    void send(String frame) {
        if (finishing || closed) {
            return;
        }
        int waiting = queued.incrementAndGet();
        if (waiting > FULL) {
            finishNow(Closing.TOO_SLOW);
            return;
        }
        if (waiting == 1) {
            // The first after a silence: the time to write it begins now.
            wrote = clock.instant();
        }
        queue.add(frame);
        drain();
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
        if (!closed) {
            closed = true;
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

    /** Since when frames wait without one having been written; now if none waits. */
    Instant stuckSince() {
        return queued.get() == 0 ? clock.instant() : wrote;
    }

    private void drain() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        do {
            while (!closed && inFlight.get() < window) {
                String frame = queue.poll();
                if (frame == null) {
                    break;
                }
                write(frame);
            }
            if (finishing && !closed && queue.isEmpty() && inFlight.get() == 0) {
                finishNow(last);
            }
        } while (work.decrementAndGet() != 0);
    }

    private void write(String frame) {
        inFlight.incrementAndGet();
        try {
            remote.sendText(frame, this::written);
        } catch (RuntimeException e) {
            // Containers throw, each another class, where the connection has just gone.
            finishNow(Closing.GOING_AWAY);
        }
    }

    private void written(SendResult result) {
        inFlight.decrementAndGet();
        wrote = clock.instant();
        int left = queued.decrementAndGet();
        if (!result.isOK()) {
            finishNow(Closing.GOING_AWAY);
            return;
        }
        if (left == CROWDED / 2) {
            drained.run();
        }
        drain();
    }
}
