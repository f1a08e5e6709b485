package dev.duologue.websocket.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of the protocol on the JDK's own WebSocket. Every frame is held against the schemas. */
public final class ChatClient implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long WAIT_SECONDS = 10;

    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    private ChatClient(URI uri, Map<String, String> headers, String... subprotocols) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        headers.forEach(builder::header);
        if (subprotocols.length > 0) {
            builder.subprotocols(subprotocols[0], Arrays.copyOfRange(subprotocols, 1, subprotocols.length));
        }
        this.socket = builder.buildAsync(uri, this).join();
    }

    /**
     * Connects.
     *
     * @param uri the endpoint
     * @return a client that speaks {@code duologue.v1}
     */
    public static ChatClient connect(URI uri) {
        return new ChatClient(uri, Map.of(), "duologue.v1");
    }

    /**
     * Connects in a way of one's own.
     *
     * @param uri the endpoint
     * @param headers more headers of the handshake
     * @param subprotocols what to offer
     * @return the client
     */
    public static ChatClient connect(URI uri, Map<String, String> headers, String... subprotocols) {
        return new ChatClient(uri, headers, subprotocols);
    }

    /**
     * What the server agreed to.
     *
     * @return the sub-protocol, empty for none
     */
    public String subprotocol() {
        return socket.getSubprotocol();
    }

    /**
     * Sends a frame that keeps the schema.
     *
     * @param type its type
     * @param members names and values in turn
     */
    public void send(String type, Object... members) {
        String json = json(type, members);
        FrameSchemas.checkClient(json);
        raw(json);
    }

    /**
     * Sends any text.
     *
     * @param text the text
     */
    public void raw(String text) {
        socket.sendText(text, true).join();
    }

    /**
     * Sends any text, of which the server may close before it has read all.
     *
     * @param text the text
     */
    public void rawUntilClosed(String text) {
        socket.sendText(text, true).exceptionally(cut -> socket).join();
    }

    /**
     * Sends a binary frame.
     *
     * @param bytes what is in it
     */
    public void binary(byte... bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /**
     * The next frame, which must be of a type.
     *
     * @param type the type
     * @return the frame
     */
    public JsonNode next(String type) {
        JsonNode frame = next();
        assertThat(frame.path("type").asText()).as("type of %s", frame).isEqualTo(type);
        return frame;
    }

    /**
     * The next frame, which must be an error.
     *
     * @param error the error
     * @return the frame
     */
    public JsonNode nextError(String error) {
        JsonNode frame = next("error");
        assertThat(frame.path("error").asText()).as("error of %s", frame).isEqualTo(error);
        return frame;
    }

    /**
     * The next frame.
     *
     * @return the frame
     */
    public JsonNode next() {
        try {
            JsonNode frame = frames.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            assertThat(frame)
                    .as("a frame within %s s (closed: %s)", WAIT_SECONDS, closed)
                    .isNotNull();
            return frame;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asserts that nothing came since the last frame that was taken, by a round trip. */
    public void nothingElse() {
        send("ping");
        next("pong");
    }

    /**
     * Waits for the close.
     *
     * @return its code
     */
    public int closeCode() {
        return closed.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Cuts the connection without a close frame. */
    public void cut() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String json = partial.toString();
            partial.setLength(0);
            frames.add(read(json));
        }
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closed.complete(code);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable failure) {
        closed.complete(1006);
    }

    /** A frame that breaks its schema is told as such where the test takes it, not swallowed by the client's thread. */
    private static JsonNode read(String json) {
        try {
            FrameSchemas.checkServer(json);
            return JSON.readTree(json);
        } catch (AssertionError broken) {
            return JSON.createObjectNode().put("type", "broken: " + broken.getMessage());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a frame.
     *
     * @param type its type
     * @param members names and values in turn
     * @return the JSON
     */
    public static String json(String type, Object... members) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("type", type);
        for (int i = 0; i < members.length; i += 2) {
            frame.put((String) members[i], members[i + 1]);
        }
        try {
            return JSON.writeValueAsString(frame);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
