package dev.duologue.example.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.example.ImpatientServer;
import dev.duologue.redis.testing.Eventually;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.websocket.testing.ChatClient;
import dev.duologue.websocket.testing.RawClient;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred chats on a bad network, and at the same time, as both take their time, hostile clients on a server of their
 * own, which has a heap of 256 MiB, default limits for a connection and none for an address.
 */
@DisplayName("Under faults and attacks:")
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsTest {

    /** How long faults are done, and which: {@code -Dsoak.seconds=600 -Dsoak.seed=7}; 0 s for hostile clients alone. */
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("soak.seconds", 60));

    private static final long SEED = Long.getLong("soak.seed", 1);

    private static final int LAST = 100;
    private static final int KIBI = 1024;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;
    private static final int CONTINUATION = 0x0;

    private static final Duration SOON = Duration.ofSeconds(20);
    /** For what is found by its silence. */
    private static final Duration IN_A_WHILE = Duration.ofSeconds(30);

    private static final long MORE_HEAP_BYTES = 24L * KIBI * KIBI;
    private static final long SLACK = 5;
    /** Grizzly pools some two dozen request objects, and a few of them hold the connection that they served last. */
    private static final long HELD_BY_POOLS = 20;

    @TempDir
    static Path folder;

    private static CompletableFuture<Void> soak = CompletableFuture.completedFuture(null);
    private static ServerProcess server;
    private static Hostility hostility;
    private static Footprint before;

    @BeforeAll
    static void begin() {
        if (!TIME.isZero()) {
            soak = CompletableFuture.runAsync(FaultsTest::soak, task -> new Thread(task, "soak").start());
        }
        server = new ServerProcess(
                ImpatientServer.class, RedisServer.freePort(), folder.resolve("hostile.log"), "--tombstone=1s");
        server.start();
        server.awaitReady();
        hostility = new Hostility(server);
        before = Footprint.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void soak() {
        try (FaultSoak faults = new FaultSoak(SEED, TIME, folder)) {
            faults.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Order(1)
    @DisplayName("who pings without end and never reads the answers is got rid of")
    void pings() throws Exception {
        hostility.met("pings without end, nothing read", 10, SOON, () -> {
            try (RawClient client = hostility.webSocket()) {
                client.send(ChatClient.json("ping"));
                while (true) {
                    client.send(PING, new byte[125]);
                    client.send(PONG);
                }
            }
        });
    }

    @Test
    @Order(2)
    @DisplayName("who asks for pages without end and never reads them is got rid of")
    void pages() throws Exception {
        byte[] requests = Hostility.ascii("GET /duologue/room.js HTTP/1.1\r\nHost: x\r\n\r\n".repeat(50));
        hostility.met("pages without end, nothing read", 10, SOON, () -> {
            try (Socket socket = hostility.socket()) {
                while (true) {
                    socket.getOutputStream().write(requests);
                }
            }
        });
    }

    @Test
    @Order(3)
    @DisplayName("who sends 10,000 frames a second is got rid of")
    void floods() throws Exception {
        hostility.met("10,000 frames a second", 2, SOON, () -> hostility.frames(ChatClient.json("typing")));
    }

    @Test
    @Order(4)
    @DisplayName("who sends a frame of 1 GiB is got rid of")
    void giant() throws Exception {
        byte[] header = ByteBuffer.allocate(14)
                .put((byte) 0x81)
                .put((byte) 0xFF)
                .putLong(1L << 30)
                .array();
        hostility.met("frame of 1 GiB", 4, SOON, () -> {
            try (RawClient client = hostility.webSocket()) {
                client.bytes(header);
                while (true) {
                    client.bytes(new byte[64 * KIBI]);
                }
            }
        });
    }

    @Test
    @Order(5)
    @DisplayName(
            "who sends fragments without end is got rid of, and who sends empty ones with answers to pings between")
    void fragments() throws Exception {
        hostility.met("fragments without end", 4, SOON, () -> fragments(KIBI));
        hostility.met("empty fragments without end", 4, SOON, () -> fragments(0));
    }

    private static void fragments(int size) throws IOException {
        byte[] next = Hostility.fragment(CONTINUATION, size);
        try (RawClient client = hostility.webSocket()) {
            client.send(ChatClient.json("ping"));
            client.bytes(Hostility.fragment(RawClient.TEXT, 1));
            while (true) {
                client.bytes(next);
                client.send(PONG);
            }
        }
    }

    @Test
    @Order(6)
    @DisplayName("who sends deep JSON is got rid of")
    void deep() throws Exception {
        hostility.met("deep JSON", 4, SOON, () -> hostility.frames("[".repeat(60 * KIBI)));
        hostility.met(
                "deep member", 4, SOON, () -> hostility.frames("{\"type\":\"ping\",\"x\":" + "[".repeat(60 * KIBI)));
    }

    @Test
    @Order(7)
    @DisplayName("who sends objects of 100,000 members is got rid of, and who sends as many as fit all the time")
    void members() throws Exception {
        String tooMany = Hostility.members(100_000);
        hostility.met("100,000 members", 4, SOON, () -> hostility.frames(tooMany));
        String fitting = Hostility.members(7_800);
        assertThat(fitting).hasSizeBetween(56 * KIBI, 64 * KIBI);
        hostility.met("7,800 members, all the time", 4, SOON, () -> hostility.frames(fitting));
    }

    @Test
    @Order(8)
    @DisplayName("who sends one byte a second, of a frame or of headers, is got rid of, as are 5,000 who say nothing")
    void slow() throws Exception {
        byte[] frame = {(byte) 0x81, (byte) 0xFE, 0x10, 0, 0, 0, 0, 0};
        byte[] header = Hostility.ascii("GET / HTTP/1.1\r\nHost: ");
        Queue<Socket> left = new ConcurrentLinkedQueue<>();
        double sockets = server.metric("duologue_sockets");
        try (Hostility.Meeting meeting = hostility.meet("slow and silent")) {
            meeting.attack("one byte a second of a frame", 20, () -> {
                try (RawClient client = hostility.webSocket()) {
                    client.bytes(frame);
                    Hostility.drip(client::bytes);
                }
            });
            meeting.attack("one byte a second of a header", 20, () -> {
                try (Socket socket = hostility.socket()) {
                    socket.getOutputStream().write(header);
                    Hostility.drip(bytes -> socket.getOutputStream().write(bytes));
                }
            });
            meeting.attack("5,000 connections", 10, () -> {
                for (int i = 0; i < 500; i++) {
                    left.add(hostility.leave(i % 2 == 0));
                }
            });
            meeting.check(IN_A_WHILE);
            Eventually.holds(
                    IN_A_WHILE,
                    () -> assertThat(server.metric("duologue_sockets"))
                            .as("connections of any kind")
                            .isLessThanOrEqualTo(sockets + SLACK + Hostility.QUIET_CONNECTIONS));
            System.out.println("hostile: all 5,000 are gone " + meeting.millis() + " ms after the first");
        } finally {
            for (Socket socket : left) {
                socket.close();
            }
        }
    }

    @Test
    @Order(9)
    @DisplayName("nothing of all these stays in the server")
    void nothingStays() {
        Eventually.holds(
                IN_A_WHILE,
                () -> assertThat(server.metric("duologue_connections")).isZero());
        // The store lets go of what has expired when it is asked for pulses, every 15 s.
        Eventually.holds(
                IN_A_WHILE.plusSeconds(15),
                () -> assertThat(grown(Footprint.of(server))).isEmpty());
        Footprint now = Footprint.of(server);
        System.out.println("hostile: heap in use " + before.heapBytes() / KIBI + " KiB before, "
                + now.heapBytes() / KIBI + " KiB after; threads " + before.threads() + " and " + now.threads());
        assertThat(now.heapBytes()).isLessThan(before.heapBytes() + MORE_HEAP_BYTES);
        assertThat(server.log()).doesNotContain("OutOfMemoryError");
    }

    private static Map<String, String> grown(Footprint now) {
        Map<String, String> grown = now.grownSince(before, SLACK);
        if (now.connections() <= HELD_BY_POOLS) {
            grown.remove(Footprint.CONNECTION);
        }
        return grown;
    }

    @Test
    @Order(LAST)
    @Timeout(value = 12, unit = TimeUnit.HOURS)
    @DisplayName("a hundred chats lose nothing, double nothing, keep the order, and leave nothing behind")
    void hundredChats() {
        soak.join();
    }
}
