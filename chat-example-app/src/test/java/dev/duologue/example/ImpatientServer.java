package dev.duologue.example;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The reference server in a process of a test, which gives dead and stuck connections seconds, where it has the patience of
 * half a minute and more in earnest.
 */
public final class ImpatientServer {

    /** How often clients are pinged. */
    public static final Duration PING_EVERY = Duration.ofSeconds(3);

    /** How long a client may be silent. */
    public static final Duration DEAD_AFTER = Duration.ofSeconds(8);

    /** How long nothing may be written, and how long a connection that was closed may stay. */
    public static final Duration NOTHING_WRITTEN = Duration.ofSeconds(3);

    private ImpatientServer() {}

    /**
     * Serves until the process is killed.
     *
     * @param args the options of the reference server
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Server server = Server.start(
                Main.parse(args, Map.of()),
                InstantSource.system(),
                chats -> chats,
                webSocket -> webSocket.watch(PING_EVERY, DEAD_AFTER, NOTHING_WRITTEN));
        System.out.println("Duologue is ready at " + server.url());
        new CountDownLatch(1).await();
    }
}
