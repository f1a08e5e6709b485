package dev.duologue.example.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.redis.testing.Eventually;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The network of the tests")
class FaultProxyTest {

    private static final int PATIENCE_MILLIS = 10_000;
    /** How long to look for something that is not to come. */
    private static final int A_WHILE_MILLIS = 200;

    private ServerSocket listener;
    private FaultProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        proxy = new FaultProxy(listener.getLocalPort());
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        server = listener.accept();
        client.setSoTimeout(PATIENCE_MILLIS);
        server.setSoTimeout(PATIENCE_MILLIS);
        Eventually.holds(() -> assertThat(proxy.wires()).hasSize(1));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        proxy.close();
        listener.close();
    }

    @Test
    @DisplayName("carries both ways, and closes with either end")
    void carries() throws IOException {
        say(client, "question");
        assertThat(hear(server, 8)).isEqualTo("question");
        say(server, "answer");
        assertThat(hear(client, 6)).isEqualTo("answer");
        server.close();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        Eventually.holds(() -> assertThat(proxy.wires()).isEmpty());
    }

    @Test
    @DisplayName("cuts: both ends see the close")
    void cuts() throws IOException {
        wire().cut();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(server.getInputStream().read()).isEqualTo(-1);
        Eventually.holds(() -> assertThat(proxy.wires()).isEmpty());
    }

    @Test
    @DisplayName("resets: both ends see the reset")
    void resets() {
        wire().reset();
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
        Eventually.holds(() -> assertThat(proxy.wires()).isEmpty());
    }

    @Test
    @DisplayName("delays one way, not the other")
    void delays() throws IOException {
        wire().delay(FaultProxy.Way.UP, Duration.ofMillis(300));
        long began = System.nanoTime();
        say(client, "late");
        say(server, "soon");
        assertThat(hear(client, 4)).isEqualTo("soon");
        assertThat(hear(server, 4)).isEqualTo("late");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    @DisplayName("stalls, and loses nothing of it when it is mended")
    void stalls() throws IOException {
        wire().stall(FaultProxy.Way.DOWN);
        say(server, "kept");
        assertSilent(client);
        wire().mend();
        assertThat(hear(client, 4)).isEqualTo("kept");
    }

    @Test
    @DisplayName("leaves one end open that is heard by nobody")
    void halfOpen() throws IOException {
        wire().halfOpen(FaultProxy.Way.UP);
        assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
        say(client, "is anybody there");
        assertSilent(client);
        client.close();
        Eventually.holds(() -> assertThat(proxy.wires()).isEmpty());
    }

    @Test
    @DisplayName("truncates: some bytes, then the close")
    void truncates() throws IOException {
        wire().truncate(FaultProxy.Way.DOWN, 3);
        say(server, "answer");
        assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("ans");
    }

    @Test
    @DisplayName("slows down to so many bytes a second")
    void slows() throws IOException {
        wire().slow(FaultProxy.Way.UP, 20);
        long began = System.nanoTime();
        say(client, "eight it");
        assertThat(hear(server, 8)).isEqualTo("eight it");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(390));
    }

    @Test
    @DisplayName("resets who comes when nobody listens behind it")
    void nobodyThere() throws IOException {
        listener.close();
        try (Socket next = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            next.setSoTimeout(PATIENCE_MILLIS);
            assertThatThrownBy(() -> next.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    private FaultProxy.Wire wire() {
        return proxy.wires().get(0);
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hear(Socket socket, int bytes) throws IOException {
        byte[] heard = new byte[bytes];
        new DataInputStream(socket.getInputStream()).readFully(heard);
        return new String(heard, StandardCharsets.UTF_8);
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(A_WHILE_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }
}
