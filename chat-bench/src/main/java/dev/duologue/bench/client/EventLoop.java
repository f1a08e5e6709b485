package dev.duologue.bench.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One thread that reads and writes all connections of the client: whoever calls {@link #run}. Not thread-safe, but for
 * {@link #execute}.
 */
public final class EventLoop implements AutoCloseable {

    private static final int READ_BUFFER = 256 * 1024;
    /** Loopback has 2^24 addresses; each more as a source brings 28,000 more ports. */
    private static final int SOURCES = 100;

    private static final int PORTS_OF_SOURCE = 5_000;

    private final Selector selector;
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER);
    private final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(READ_BUFFER);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Payload payload = new Payload();
    private int opened;

    /** Makes a loop that watches nothing yet. */
    public EventLoop() throws IOException {
        selector = Selector.open();
    }

    /**
     * Opens a WebSocket connection; the handler hears how it goes.
     *
     * @param port where the server listens, on 127.0.0.1
     * @param path the request's path
     * @param protocol the sub-protocol; empty for none
     */
    public WebSocketConnection connect(int port, String path, String protocol, WebSocketConnection.Handler handler) {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(source()), 0));
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            WebSocketConnection connection = new WebSocketConnection(this, channel, key, port, path, protocol, handler);
            key.attach(connection);
            if (channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                connection.connected();
            }
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException("a connection could not be opened", e);
        }
    }

    private byte[] source() {
        return new byte[] {127, 0, 1, (byte) (1 + opened++ / PORTS_OF_SOURCE % SOURCES)};
    }

    /** Has the loop's thread do something; from any thread. */
    public void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /**
     * Reads and writes until something is so.
     *
     * @param until asked after each turn
     * @param seconds how long that may take
     * @throws TimeoutException if it takes longer
     */
    public void run(BooleanSupplier until, long seconds) throws TimeoutException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!until.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("nothing more came for a part of the load within " + seconds + " s");
            }
            turn(100);
        }
    }

    private void turn(long millis) {
        try {
            selector.select(millis);
            for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
                SelectionKey key = keys.next();
                keys.remove();
                if (key.isValid() && key.attachment() instanceof WebSocketConnection connection) {
                    connection.ready();
                }
            }
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does something with every connection that is open. */
    public void each(Consumer<WebSocketConnection> step) {
        for (SelectionKey key : selector.keys()) {
            if (key.isValid() && key.attachment() instanceof WebSocketConnection connection) {
                step.accept(connection);
            }
        }
    }

    /** Closes all connections at once, and forgets them. */
    public void cutAll() {
        each(WebSocketConnection::cut);
        turn(1);
    }

    ByteBuffer readBuffer() {
        return readBuffer;
    }

    ByteBuffer writeBuffer() {
        return writeBuffer;
    }

    Payload payload() {
        return payload;
    }

    @Override
    public void close() {
        cutAll();
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
