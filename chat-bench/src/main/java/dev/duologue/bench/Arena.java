package dev.duologue.bench;

import dev.duologue.bench.relay.JettyRelay;
import dev.duologue.bench.relay.NioRelay;
import dev.duologue.bench.relay.TomcatRelay;
import dev.duologue.bench.relay.TyrusRelay;
import dev.duologue.bench.relay.UndertowRelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts the contestants of a scenario, and ends them all. */
final class Arena implements AutoCloseable {

    static final String CHATS = "duologue, in memory";
    static final String CHATS_ON_REDIS = "duologue, Redis";
    static final String CHATS_ON_TWO_NODES = "duologue, Redis, two nodes";
    static final String TYRUS = "bare Tyrus relay";
    static final String NIO = "bare java.nio relay";
    static final String JETTY = "bare Jetty relay";
    static final String TOMCAT = "bare Tomcat relay";
    static final String UNDERTOW = "bare Undertow relay";

    /** What no person does: as fast as the server can, in chats of full length. */
    private static final List<String> NO_LIMITS =
            List.of("--send-rate", "off", "--send-burst", "64", "--address-limits", "off");

    private final Path jar;
    private final Deque<Runnable> ends = new ArrayDeque<>();
    private @Nullable RedisProcess redis;
    private @Nullable Path pepper;

    /**
     * Makes an empty arena.
     *
     * @param jar the reference server
     */
    Arena(Path jar) {
        this.jar = jar;
    }

    Contestant chats() throws IOException {
        return ends(Contestant.chats(CHATS, ServerProcess.chats(jar, NO_LIMITS)));
    }

    Contestant chatsOnRedis() throws IOException {
        return ends(Contestant.chats(CHATS_ON_REDIS, node()));
    }

    Contestant chatsOnTwoNodes() throws IOException {
        return ends(Contestant.chats(CHATS_ON_TWO_NODES, node(), node()));
    }

    private ServerProcess node() throws IOException {
        List<String> options = new ArrayList<>(NO_LIMITS);
        options.addAll(List.of("--redis", redis().url(), "--pepper-file", pepper().toString()));
        return ServerProcess.chats(jar, options);
    }

    RedisProcess redis() throws IOException {
        RedisProcess running = redis;
        if (running == null) {
            running = RedisProcess.start();
            redis = running;
            ends.push(running::close);
        }
        return running;
    }

    private Path pepper() throws IOException {
        Path file = pepper;
        if (file == null) {
            file = Files.createTempDirectory("bench").resolve("pepper");
            pepper = file;
        }
        return file;
    }

    Contestant tyrus() throws IOException {
        return relay(TYRUS, TyrusRelay.class, "tyrus-", "grizzly-", "jakarta.");
    }

    Contestant nio() throws IOException {
        return relay(NIO, NioRelay.class);
    }

    Contestant jetty() throws IOException {
        return relay(JETTY, JettyRelay.class, "jetty-", "jakarta.", "slf4j-", "logback-");
    }

    Contestant tomcat() throws IOException {
        return relay(TOMCAT, TomcatRelay.class, "tomcat-");
    }

    Contestant undertow() throws IOException {
        return relay(
                UNDERTOW, UndertowRelay.class, "undertow-", "xnio-", "jboss-", "wildfly-", "smallrye-", "jakarta.");
    }

    private Contestant relay(String name, Class<?> main, String... jars) throws IOException {
        return ends(Contestant.relay(name, ServerProcess.relay(main, List.of(jars))));
    }

    private Contestant ends(Contestant contestant) {
        ends.push(contestant::close);
        return contestant;
    }

    @Override
    public void close() {
        while (!ends.isEmpty()) {
            ends.pop().run();
        }
    }
}
