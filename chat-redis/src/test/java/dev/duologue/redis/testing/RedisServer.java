package dev.duologue.redis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server in a process of its own, on a free port of the loopback address, without persistence unless it is asked
 * for. It can be killed and started again where it was. Not thread-safe.
 */
public final class RedisServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RedisProgram program;
    private final List<String> mode;
    private final Path folder = Folders.temporary();
    private final int port;
    private @Nullable Process process;

    private RedisServer(RedisProgram program, int port, String... mode) {
        this.program = program;
        this.mode = List.of(mode);
        this.port = port;
    }

    /** A server may write to the file of its settings itself, so it is written once. */
    private void write(List<String> defaults, List<String> settings) {
        List<String> lines =
                new ArrayList<>(List.of("bind 127.0.0.1", "port " + port, "dir " + folder, "logfile " + log()));
        lines.addAll(defaults);
        lines.addAll(settings);
        try {
            Files.write(settings(), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server; further arguments are lines of its settings, as {@code "appendonly yes"}. */
    public static RedisServer start(RedisProgram program, String... settings) {
        return start(program, freePort(), settings);
    }

    /** Starts a server that has on disk what it acknowledged. */
    public static RedisServer startDurable(RedisProgram program) {
        return start(program, "appendonly yes", "appendfsync always");
    }

    static RedisServer start(RedisProgram program, int port, String... settings) {
        RedisServer server = new RedisServer(program, port);
        server.write(List.of("save \"\"", "appendonly no"), List.of(settings));
        server.start();
        return server;
    }

    /** Starts a Sentinel with these settings. */
    static RedisServer startSentinel(RedisProgram program, String... settings) {
        RedisServer server = new RedisServer(program, freePort(), "--sentinel");
        server.write(List.of(), List.of(settings));
        server.start();
        return server;
    }

    /** The port where it is reached without TLS. */
    public int port() {
        return port;
    }

    /** Where it is, as the store takes it. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** A connection to it. */
    public RespClient connect() {
        return RespClient.connect(port);
    }

    /** Starts it again where it was. */
    public void start() {
        List<String> command =
                new ArrayList<>(List.of(program.path().toString(), settings().toString()));
        command.addAll(mode);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            awaitReady();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Kills it on the spot, as a power cut would. */
    public void kill() {
        Process running = process;
        if (running != null) {
            end(running.destroyForcibly());
            process = null;
        }
    }

    /** Stops all of it for a while, as a machine that swaps; connections stay. */
    public void pause(Duration time) {
        suspend();
        LockSupport.parkNanos(time.toNanos());
        resume();
    }

    /** Stops all of it until {@link #resume}. */
    public void suspend() {
        signal("STOP");
    }

    /** Lets it go on. */
    public void resume() {
        signal("CONT");
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            // Nothing is kept, so it need not go in order.
            end(running.destroyForcibly());
        }
        Folders.delete(folder);
    }

    private void signal(String name) {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("the server does not run");
        }
        try {
            end(new ProcessBuilder("kill", "-" + name, String.valueOf(running.pid())).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady()) {
            if (System.nanoTime() > end || process == null || !process.isAlive()) {
                throw new IllegalStateException("the Redis server did not come up: " + told());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private boolean isReady() {
        try (RespClient client = connect()) {
            client.command("PING");
            return true;
        } catch (RespClient.RedisError e) {
            // It wants a password first, which is an answer; not while it reads its files.
            return !String.valueOf(e.getMessage()).startsWith("LOADING");
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private String told() {
        try {
            String log = Files.exists(log()) ? Files.readString(log()) : "";
            return Files.readString(output()) + log;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path settings() {
        return folder.resolve("redis.conf");
    }

    private Path log() {
        return folder.resolve("redis.log");
    }

    private Path output() {
        return folder.resolve("redis.out");
    }

    private static void end(Process process) {
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** A Cluster's servers talk to each other 10,000 ports above; that one must be one, and free. */
    static int freePortForCluster() {
        while (true) {
            int port = freePort();
            if (port < 55_535 && isFree(port + 10_000)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** A port that nobody has just now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
