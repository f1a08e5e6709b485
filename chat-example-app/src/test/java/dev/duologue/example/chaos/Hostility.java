package dev.duologue.example.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duologue.websocket.testing.ChatClient;
import dev.duologue.websocket.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What hostile clients do to a server, how long that puts up with each, and what people who chat there feel of it. */
final class Hostility {

    /** Connections of the people who chat meanwhile. */
    static final int QUIET_CONNECTIONS = 2 * QuietChat.CHATS;

    /** Who was got rid of comes again until then, so that people who chat have something to feel. */
    private static final Duration AGAIN_FOR = Duration.ofSeconds(2);

    /** On a machine that is busy with all else; the figures that are printed are what counts. */
    private static final Duration USABLE = Duration.ofSeconds(4);

    private static final byte[] HANDSHAKE = ascii(String.join(
            "\r\n",
            "GET /chat HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol: duologue.v1",
            "",
            ""));

    private static final int SMALL_BUFFER = 4 * 1024;

    private final ServerProcess server;

    Hostility(ServerProcess server) {
        this.server = server;
    }

    /** What one hostile client does until it is got rid of, which it notices by an exception; or until it is done. */
    @FunctionalInterface
    interface Attack {
        void run() throws IOException;
    }

    /** Takes bytes. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] bytes) throws IOException;
    }

    /** One kind of attack by several clients, each of whom is got rid of in time. */
    void met(String name, int clients, Duration within, Attack attack) throws IOException, InterruptedException {
        try (Meeting meeting = meet(name)) {
            meeting.attack(name, clients, attack);
            meeting.check(within);
        }
    }

    /** Lets people chat, so that attacks can begin. */
    Meeting meet(String name) throws IOException, InterruptedException {
        List<List<ChatClient>> people = new ArrayList<>();
        for (int i = 0; i < QuietChat.CHATS; i++) {
            JsonNode chat = Pair.started(server.port());
            people.add(List.of(enter(chat, "first"), enter(chat, "second")));
        }
        return new Meeting(name, new QuietChat(people));
    }

    /** Attacks while people chat. */
    final class Meeting implements AutoCloseable {

        private final String name;
        private final QuietChat quiet;
        private final long began = System.nanoTime();
        private final List<CompletableFuture<Void>> attackers = new ArrayList<>();
        private final List<Kind> kinds = new ArrayList<>();

        private Meeting(String name, QuietChat quiet) {
            this.name = name;
            this.quiet = quiet;
        }

        /** Begins an attack. */
        void attack(String kind, int clients, Attack attack) {
            Kind one = new Kind(kind);
            kinds.add(one);
            for (int i = 0; i < clients; i++) {
                attackers.add(CompletableFuture.runAsync(() -> again(one, attack), task -> {
                    Thread thread = new Thread(task, "attack");
                    thread.setDaemon(true);
                    thread.start();
                }));
            }
        }

        /** All are got rid of in time, and people could chat meanwhile. */
        void check(Duration within) {
            double mostMemory = 0;
            long end = System.nanoTime() + within.toNanos();
            while (!attackers.stream().allMatch(CompletableFuture::isDone) && System.nanoTime() < end) {
                mostMemory = Math.max(
                        mostMemory,
                        server.metric("jvm_memory_used_bytes") + server.metric("jvm_buffer_memory_used_bytes"));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
            Duration p99 = quiet.p99();
            kinds.forEach(kind -> System.out.println("hostile: " + kind));
            System.out.println("hostile: " + name + ": p99 of " + quiet.messages() + " quiet messages " + p99.toMillis()
                    + " ms, most memory with garbage " + (long) mostMemory / 1024 / 1024 + " MiB");
            assertThat(attackers).as(name).allMatch(CompletableFuture::isDone);
            assertThat(p99).as(name).isLessThan(USABLE);
        }

        /** Since the beginning. */
        long millis() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        }

        private void again(Kind kind, Attack attack) {
            do {
                long since = System.nanoTime();
                try {
                    attack.run();
                    return;
                } catch (IOException rid) {
                    kind.rid(System.nanoTime() - since);
                }
            } while (System.nanoTime() - began < AGAIN_FOR.toNanos());
        }

        @Override
        public void close() {
            quiet.close();
        }
    }

    /** How often clients that do one thing were got rid of, and how long it took at the most. */
    private static final class Kind {

        private final String name;
        private int times;
        private long longest;

        Kind(String name) {
            this.name = name;
        }

        synchronized void rid(long nanos) {
            times++;
            longest = Math.max(longest, nanos);
        }

        @Override
        public synchronized String toString() {
            return name + ": got rid of " + times + " times, within " + TimeUnit.NANOSECONDS.toMillis(longest)
                    + " ms at the most";
        }
    }

    // What hostile clients are made of

    Socket socket() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    /** One that has next to no room for what the server says. */
    RawClient webSocket() throws IOException {
        return new RawClient(uri(), SMALL_BUFFER);
    }

    /** A connection that asked for a WebSocket and is forgotten, or broken off. */
    Socket leave(boolean broken) throws IOException {
        Socket socket = socket();
        socket.getOutputStream().write(HANDSHAKE);
        if (broken) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
        return socket;
    }

    /** The same frame as fast as it goes, whatever comes back. */
    void frames(String json) throws IOException {
        byte[] frame = json.getBytes(StandardCharsets.UTF_8);
        try (RawClient client = webSocket()) {
            while (true) {
                client.send(RawClient.TEXT, frame);
            }
        }
    }

    /** A byte a second. */
    static void drip(Sink sink) throws IOException {
        byte[] one = ascii(" ");
        while (true) {
            sink.write(one);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }

    /** A frame that is not the last of its message. */
    static byte[] fragment(int opcode, int size) {
        ByteBuffer frame = ByteBuffer.allocate(4 + (size < 126 ? 2 : 4) + size).put((byte) opcode);
        if (size < 126) {
            frame.put((byte) (0x80 | size));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) size);
        }
        return frame.putInt(0).put(ascii(" ".repeat(size))).array();
    }

    static String members(int number) {
        StringBuilder json = new StringBuilder("{\"type\":\"ping\"");
        for (int i = 0; i < number; i++) {
            json.append(",\"").append(Integer.toString(i, Character.MAX_RADIX)).append("\":0");
        }
        return json.append('}').toString();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private ChatClient enter(JsonNode chat, String side) {
        ChatClient client = ChatClient.connect(uri());
        client.raw(ChatClient.json(
                "enter",
                "link",
                Pair.link(chat, side),
                "code",
                chat.at("/" + side + "/code").asText(),
                "tab",
                side));
        client.next("entered");
        return client;
    }

    private URI uri() {
        return URI.create("ws://127.0.0.1:" + server.port() + "/chat");
    }
}
