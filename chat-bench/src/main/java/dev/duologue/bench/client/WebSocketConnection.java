package dev.duologue.bench.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/** A client's end of a WebSocket connection. Belongs to its loop's thread. */
public final class WebSocketConnection {

    /** The example key of RFC 6455, 1.3; the answer to it is not looked at. */
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final byte[] NOTHING = {};
    private static final byte[] SWITCHING = "HTTP/1.1 101 ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_HEADER = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final EventLoop loop;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final byte[] request;
    private final Handler handler;
    private final Queue<ByteBuffer> unwritten = new ArrayDeque<>();

    private boolean open;
    private boolean gone;
    /** What was read and is not whole. */
    private byte[] rest = NOTHING;

    /** Hears what comes; on the loop's thread. */
    public interface Handler {

        /** The handshake is done. */
        void opened(WebSocketConnection connection);

        /** A text message came whole. */
        void text(Payload payload);

        /**
         * The connection is gone, though nobody here wanted that.
         *
         * @param code of the close frame; 1006 if none came
         */
        void closed(int code);
    }

    WebSocketConnection(
            EventLoop loop,
            SocketChannel channel,
            SelectionKey key,
            int port,
            String path,
            String protocol,
            Handler handler) {
        this.loop = loop;
        this.channel = channel;
        this.key = key;
        this.handler = handler;
        this.request = ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Key: " + KEY + "\r\nSec-WebSocket-Version: 13\r\n"
                        + (protocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + protocol + "\r\n") + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends a frame, made by {@link Frames}. */
    public void send(byte[] frame) {
        if (gone) {
            return;
        }
        try {
            if (unwritten.isEmpty()) {
                ByteBuffer out = loop.writeBuffer();
                out.clear().put(frame).flip();
                channel.write(out);
                if (!out.hasRemaining()) {
                    return;
                }
                unwritten.add(ByteBuffer.allocate(out.remaining()).put(out).flip());
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            } else {
                unwritten.add(ByteBuffer.wrap(frame));
            }
        } catch (IOException e) {
            lost(1006);
        }
    }

    /**
     * Sends a frame from another thread than the loop's, by a buffer of its own.
     *
     * @throws IllegalStateException if the socket takes only a part, as it does of a client that is ahead of its server
     */
    public void sendFromOutside(byte[] frame, ByteBuffer buffer) {
        buffer.clear().put(frame).flip();
        try {
            channel.write(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException("a frame could not be sent", e);
        }
        if (buffer.hasRemaining()) {
            throw new IllegalStateException("the server does not read as fast as it is written to");
        }
    }

    /** Drops the connection without a word; the handler hears nothing of it. */
    public void cut() {
        gone = true;
        try {
            // A reset: thousands of connections in TIME_WAIT would take the ports of those that follow.
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a connection could not be cut", e);
        }
    }

    void ready() {
        try {
            if (key.isConnectable()) {
                if (channel.finishConnect()) {
                    connected();
                }
                return;
            }
            if (key.isWritable()) {
                write();
            }
            if (key.isReadable()) {
                read();
            }
        } catch (IOException e) {
            lost(1006);
        }
    }

    void connected() {
        key.interestOps(SelectionKey.OP_READ);
        send(request);
    }

    private void write() throws IOException {
        while (!unwritten.isEmpty()) {
            channel.write(unwritten.element());
            if (unwritten.element().hasRemaining()) {
                return;
            }
            unwritten.remove();
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    private void read() throws IOException {
        ByteBuffer in = loop.readBuffer();
        in.clear().put(rest);
        rest = NOTHING;
        int read = channel.read(in);
        in.flip();
        if (open || answered(in)) {
            Frames.read(in, this::take);
        }
        if (read < 0) {
            lost(1006);
        } else if (in.hasRemaining()) {
            rest = new byte[in.remaining()];
            in.get(rest);
        }
    }

    private boolean answered(ByteBuffer in) {
        for (int i = in.position(); i + END_OF_HEADER.length <= in.limit(); i++) {
            if (in.getInt(i) == 0x0D0A0D0A) {
                for (int j = 0; j < SWITCHING.length; j++) {
                    if (in.get(in.position() + j) != SWITCHING[j]) {
                        lost(1002);
                        return false;
                    }
                }
                in.position(i + END_OF_HEADER.length);
                open = true;
                handler.opened(this);
                return true;
            }
        }
        return false;
    }

    private void take(int opcode, ByteBuffer bytes, int from, int length) {
        if (gone) {
            return;
        }
        if (opcode == Frames.TEXT) {
            loop.payload().point(bytes, from, length);
            handler.text(loop.payload());
        } else if (opcode == Frames.PING) {
            byte[] same = new byte[length];
            bytes.get(from, same);
            send(Frames.fromClient(Frames.PONG, same));
        } else if (opcode == Frames.CLOSE) {
            lost(length < 2 ? 1005 : bytes.getShort(from) & 0xFFFF);
        }
    }

    private void lost(int code) {
        if (!gone) {
            cut();
            handler.closed(code);
        }
    }
}
