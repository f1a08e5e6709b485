package dev.duologue.example.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP proxy on the loopback address that does what bad networks do, to each of its connections by itself: between a
 * client and a server, or a server and Redis. Two threads carry each connection. Thread-safe.
 */
final class FaultProxy implements AutoCloseable {

    /** So little that a fault meets a message on its way, and so much that nothing is slow without one. */
    private static final int CHUNK = 4 * 1024;

    private static final int BACKLOG = 512;

    private final ServerSocket door;
    private final int target;
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** A direction of a connection. */
    enum Way {
        /** What the client says. */
        UP,
        /** What the server says. */
        DOWN
    }

    /** Leads to a port of the loopback address. */
    FaultProxy(int target) {
        this.target = target;
        try {
            this.door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon("fault-door", this::accept);
    }

    /** Where clients connect. */
    int port() {
        return door.getLocalPort();
    }

    /** The connections that are open at this moment. */
    List<Wire> wires() {
        return List.copyOf(wires);
    }

    @Override
    public void close() {
        closed = true;
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        wires.forEach(Wire::reset);
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = door.accept();
                daemon("fault-connect", () -> connect(client));
            } catch (IOException e) {
                // The door was closed: the test is over.
                return;
            }
        }
    }

    private void connect(Socket client) {
        try {
            Wire wire = new Wire(client, new Socket(InetAddress.getLoopbackAddress(), target));
            wires.add(wire);
            daemon("fault-down", wire.down::carry);
            wire.up.carry();
        } catch (IOException e) {
            // No server there: as if nobody listened.
            reset(client);
        }
    }

    /** One connection through the proxy. */
    final class Wire {

        private final Socket client;
        private final Socket server;
        private final Pump up;
        private final Pump down;
        /** Those who carry it: with the last the wire is gone. */
        private final Semaphore pumps = new Semaphore(1);

        private Wire(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            this.up = new Pump(this, client, server);
            this.down = new Pump(this, server, client);
        }

        /** Both ends see an orderly close; what was on its way is lost. */
        void cut() {
            up.stop();
            down.stop();
            closeQuietly(client);
            closeQuietly(server);
        }

        /** Both ends see a reset. */
        void reset() {
            // Both before either closes: the pumps close the other end themselves, in order.
            linger(client);
            linger(server);
            up.stop();
            down.stop();
            closeQuietly(client);
            closeQuietly(server);
        }

        /** What goes this way arrives later by so much, until {@link #mend}. */
        void delay(Way way, Duration by) {
            pump(way).change(pump -> pump.delayNanos = by.toNanos());
        }

        /** Nothing goes this way any more, until {@link #mend}; nothing is lost. */
        void stall(Way way) {
            pump(way).change(pump -> pump.stalled = true);
        }

        /** So many bytes a second go this way, until {@link #mend}. */
        void slow(Way way, int bytesPerSecond) {
            pump(way).change(pump -> pump.bytesPerSecond = bytesPerSecond);
        }

        /** So many bytes still go this way, whatever they cut in two; then both ends see a close. */
        void truncate(Way way, int bytes) {
            pump(way).change(pump -> pump.left = bytes);
        }

        /**
         * The connection is gone, and one end does not know: that one is heard by nobody, hears nothing, and is not told;
         * the other sees a reset.
         *
         * @param way from the end that does not know: {@code UP} leaves the client alone
         */
        void halfOpen(Way way) {
            pump(way).change(pump -> pump.swallows = true);
            FaultProxy.reset(way == Way.UP ? server : client);
        }

        /** Neither delayed, stalled nor slow any more. What was lost stays lost. */
        void mend() {
            for (Way way : Way.values()) {
                pump(way).change(pump -> {
                    pump.delayNanos = 0;
                    pump.stalled = false;
                    pump.bytesPerSecond = 0;
                });
            }
        }

        private Pump pump(Way way) {
            return way == Way.UP ? up : down;
        }

        /** One end has gone. The other is told, unless it is not to know. */
        private void over() {
            if (!up.swallows && !down.swallows) {
                up.stop();
                down.stop();
                closeQuietly(client);
                closeQuietly(server);
            }
            if (!pumps.tryAcquire()) {
                closeQuietly(client);
                closeQuietly(server);
                wires.remove(this);
            }
        }
    }

    /** Carries one direction. */
    private static final class Pump {

        private final Wire wire;
        private final Socket from;
        private final Socket to;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private long delayNanos;
        private boolean stalled;
        private int bytesPerSecond;
        private int left = Integer.MAX_VALUE;
        private boolean stopped;
        private volatile boolean swallows;

        private Pump(Wire wire, Socket from, Socket to) {
            this.wire = wire;
            this.from = from;
            this.to = to;
        }

        private interface Change {
            void make(Pump pump);
        }

        private void change(Change change) {
            lock.lock();
            try {
                change.make(this);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private void stop() {
            change(pump -> pump.stopped = true);
        }

        private void carry() {
            byte[] buffer = new byte[CHUNK];
            try {
                for (int length = read(buffer); length >= 0; length = read(buffer)) {
                    pass(buffer, length);
                }
            } catch (IOException e) {
                // One end has gone, as it may.
                stop();
            } finally {
                wire.over();
            }
        }

        private int read(byte[] buffer) throws IOException {
            return from.getInputStream().read(buffer);
        }

        private void pass(byte[] buffer, int length) throws IOException {
            for (int done = 0; done < length && !swallows; ) {
                int next = await(length - done);
                if (swallows) {
                    return;
                }
                to.getOutputStream().write(buffer, done, next);
                done += next;
                if (left == 0) {
                    wire.cut();
                }
            }
        }

        /** Waits as the faults want it; gives how many bytes may go now. */
        private int await(int wanted) throws IOException {
            lock.lock();
            try {
                for (long rest = delayNanos; rest > 0 && delayNanos > 0 && goesOn(); ) {
                    rest = changed.awaitNanos(rest);
                }
                while (stalled && goesOn()) {
                    changed.await();
                }
                int bytes = Math.min(wanted, left);
                if (bytesPerSecond > 0) {
                    bytes = 1;
                    awaitNanos(TimeUnit.SECONDS.toNanos(1) / bytesPerSecond);
                }
                if (stopped) {
                    throw new IOException("cut");
                }
                left -= left == Integer.MAX_VALUE ? 0 : bytes;
                return bytes;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            } finally {
                lock.unlock();
            }
        }

        private boolean goesOn() {
            return !stopped && !swallows;
        }

        private void awaitNanos(long nanos) throws InterruptedException {
            long rest = nanos;
            while (rest > 0 && !stopped && bytesPerSecond > 0) {
                rest = changed.awaitNanos(rest);
            }
        }
    }

    /** Closes as a broken network does, without a word. */
    private static void reset(Socket socket) {
        linger(socket);
        closeQuietly(socket);
    }

    private static void linger(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It has been closed just now, which is as good.
            return;
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It has gone, which is what was wanted.
            return;
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 64 * 1024);
        thread.setDaemon(true);
        thread.start();
    }
}
