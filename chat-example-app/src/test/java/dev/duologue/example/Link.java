package dev.duologue.example;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The network between a browser and a server, as bad as a test wants it: it can be cut, refuse, and hold back what the
 * server says. A browser's own emulation of being offline leaves open WebSockets alone.
 */
final class Link implements AutoCloseable {

    private final ServerSocket door = listen();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int target;
    private boolean down;
    private boolean held;

    Link() {
        daemon("link-door", this::accept);
    }

    /** Where browsers connect. */
    int port() {
        return door.getLocalPort();
    }

    /** Leads to a server. */
    void leadTo(int port) {
        change(() -> target = port);
    }

    /** Breaks all connections and refuses new ones; what was held back is lost. */
    void cut() {
        change(() -> down = true);
        sockets.forEach(Link::reset);
    }

    /** Lets connections through again, and all that they say. */
    void mend() {
        change(() -> down = held = false);
    }

    /** From now on the server hears the browser, and the browser does not hear the server. */
    void holdAnswers() {
        change(() -> held = true);
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket browser = door.accept();
                sockets.add(browser);
                daemon("link-connect", () -> connect(browser));
            } catch (IOException e) {
                // The door was closed: the test is over.
                return;
            }
        }
    }

    private void connect(Socket browser) {
        try {
            if (isDown()) {
                reset(browser);
                return;
            }
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target());
            sockets.add(server);
            daemon("link-up", () -> pump(browser, server, false));
            pump(server, browser, true);
        } catch (IOException e) {
            // No server there: as if nobody listened.
            reset(browser);
        }
    }

    /** Carries bytes until one end closes, which closes the other. */
    private void pump(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[16 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (answers && !awaitLetThrough()) {
                    return;
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException e) {
            // One end has gone: the other is closed, as a network would.
            return;
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    /** Waits while answers are held back; false if the link was cut meanwhile. */
    private boolean awaitLetThrough() {
        lock.lock();
        try {
            while (held && !down) {
                changed.awaitUninterruptibly();
            }
            return !down;
        } finally {
            lock.unlock();
        }
    }

    private boolean isDown() {
        lock.lock();
        try {
            return down;
        } finally {
            lock.unlock();
        }
    }

    private int target() {
        lock.lock();
        try {
            return target;
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Closes as a broken network does, without a word. */
    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Its pump has closed it just now, which is as good.
            return;
        }
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
