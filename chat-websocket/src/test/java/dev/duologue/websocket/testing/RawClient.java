package dev.duologue.websocket.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A WebSocket client by hand (RFC 6455), for what a decent client cannot do: break UTF-8, or read slowly. */
public final class RawClient implements AutoCloseable {

    /** The opcode of a text frame. */
    public static final int TEXT = 0x1;

    private static final int CLOSE = 0x8;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    /**
     * Connects and shakes hands.
     *
     * @param uri the endpoint
     * @param receiveBuffer bytes that the kernel may hold for a slow reader
     */
    public RawClient(URI uri, int receiveBuffer) throws IOException {
        socket.setReceiveBufferSize(receiveBuffer);
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
        String handshake = "GET " + uri.getPath() + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: duologue.v1\r\n\r\n";
        out.write(handshake.getBytes(StandardCharsets.US_ASCII));
        String status = Objects.requireNonNull(readLine(), "no answer to the handshake");
        if (!status.contains(" 101 ")) {
            throw new IOException(status);
        }
        while (!readLine().isEmpty()) {
            // The headers are of no interest here.
        }
    }

    /**
     * Sends one whole frame.
     *
     * @param opcode its kind
     * @param payload its bytes
     */
    public void send(int opcode, byte... payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) (FINAL | opcode));
        if (payload.length < 126) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length < 1 << 16) {
            frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | 127)).putLong(payload.length);
        }
        // A mask of zeros leaves the payload as it is.
        frame.putInt(0).put(payload);
        out.write(frame.array(), 0, frame.position());
    }

    /**
     * Sends a text frame.
     *
     * @param json the text
     */
    public void send(String json) throws IOException {
        send(TEXT, json.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads one frame.
     *
     * @return the text, or {@code close CODE}
     */
    public String read() throws IOException {
        int opcode = in.readUnsignedByte() & 0xF;
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = in.readNBytes(Math.toIntExact(length));
        return switch (opcode) {
            case TEXT -> new String(payload, StandardCharsets.UTF_8);
            case CLOSE -> "close " + ByteBuffer.wrap(payload).getShort();
            default -> read();
        };
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n' && b != -1; b = in.read()) {
            line.append((char) b);
        }
        return line.toString().strip();
    }
}
