package dev.duologue.websocket.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A WebSocket client by hand (RFC 6455), for what a decent client cannot do: break UTF-8, or read slowly. */
public final class RawClient implements AutoCloseable {

    /** The opcode of a fragment that is not the first. */
    public static final int CONTINUATION = 0x0;

    /** The opcode of a text frame. */
    public static final int TEXT = 0x1;

    /** The opcode of a close frame. */
    public static final int CLOSE = 0x8;

    /** The opcode of a ping. */
    public static final int PING = 0x9;

    /** The opcode of a pong. */
    public static final int PONG = 0xA;

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int FINAL = 0x80;
    private static final int OPCODE = 0xF;
    private static final int MASKED = 0x80;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;
    private final List<String> answer = new ArrayList<>();

    /**
     * Connects and shakes hands.
     *
     * @param uri the endpoint
     * @param receiveBuffer bytes that the kernel may hold for a slow reader
     * @param headers more lines of the handshake, without their ends
     */
    public RawClient(URI uri, int receiveBuffer, String... headers) throws IOException {
        socket.setReceiveBufferSize(receiveBuffer);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
        String handshake = "GET " + uri.getPath() + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: duologue.v1\r\n"
                + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining()) + "\r\n";
        out.write(handshake.getBytes(StandardCharsets.US_ASCII));
        String status = Objects.requireNonNull(readLine(), "no answer to the handshake");
        if (!status.startsWith("HTTP/1.1 101")) {
            throw new IOException(status);
        }
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            answer.add(line);
        }
    }

    /**
     * What the server said to the handshake.
     *
     * @return the lines of its headers
     */
    public List<String> answer() {
        return answer;
    }

    /**
     * Sends one whole frame.
     *
     * @param opcode its kind
     * @param payload its bytes
     */
    public void send(int opcode, byte... payload) throws IOException {
        write(FINAL | opcode, payload);
    }

    /**
     * Sends a fragment that is not the last.
     *
     * @param opcode its kind
     * @param payload its bytes
     */
    public void sendPart(int opcode, byte... payload) throws IOException {
        write(opcode, payload);
    }

    private void write(int start, byte... payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) start);
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
     * Sends bytes as they are, which may be a part of a frame.
     *
     * @param bytes the bytes
     */
    public void bytes(byte... bytes) throws IOException {
        out.write(bytes);
    }

    /**
     * Reads one frame, passing over pings and pongs.
     *
     * @return the text, or {@code close CODE}
     */
    public String read() throws IOException {
        String frame = readAny();
        return frame.startsWith("ping ") || frame.startsWith("pong ") ? read() : frame;
    }

    /**
     * Reads one frame of any kind.
     *
     * @return the text, {@code close CODE}, or {@code ping} or {@code pong} with its payload
     */
    public String readAny() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (true) {
            int start = in.readUnsignedByte();
            byte[] payload = readPayload();
            switch (start & OPCODE) {
                case TEXT, CONTINUATION -> text.write(payload);
                case CLOSE -> {
                    return "close " + ByteBuffer.wrap(payload).getShort();
                }
                case PING -> {
                    return "ping " + new String(payload, StandardCharsets.UTF_8);
                }
                case PONG -> {
                    return "pong " + new String(payload, StandardCharsets.UTF_8);
                }
                default -> throw new IOException("a frame of kind " + start);
            }
            if ((start & FINAL) != 0) {
                return text.toString(StandardCharsets.UTF_8);
            }
        }
    }

    private byte[] readPayload() throws IOException {
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        return in.readNBytes(Math.toIntExact(length));
    }

    /**
     * Waits for a frame.
     *
     * @param wait how long
     * @return whether none came
     */
    public boolean isQuiet(Duration wait) throws IOException {
        socket.setSoTimeout(Math.toIntExact(wait.toMillis()));
        try {
            in.readUnsignedByte();
            return false;
        } catch (SocketTimeoutException quiet) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
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
