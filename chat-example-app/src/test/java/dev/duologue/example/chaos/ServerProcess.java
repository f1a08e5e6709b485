package dev.duologue.example.chaos;

import dev.duologue.example.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The reference server in a process of its own, to be killed and started again on its port. */
final class ServerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int port;
    private final Path log;
    private final List<String> command = new ArrayList<>();
    private Process process;
    private int starts;

    ServerProcess(int port, Path log, String... options) {
        this(Main.class, port, log, options);
    }

    /**
     * Makes one that is started by another class.
     *
     * @param main takes the options of the reference server, and says when it is ready
     */
    ServerProcess(Class<?> main, int port, Path log, String... options) {
        this.port = port;
        this.log = log;
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // Started often, and never for long.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                "--port=" + port,
                // All clients come from one.
                "--address-limits=off"));
        command.addAll(List.of(options));
    }

    int port() {
        return port;
    }

    /** Starts without waiting. */
    void start() {
        try {
            starts++;
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it says that it is ready, as often as it was started. */
    void awaitReady() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (log().lines()
                        .filter(line -> line.startsWith("Duologue is ready"))
                        .count()
                < starts) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new IllegalStateException("the server did not come up: " + log());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** Of the process that runs now. */
    long pid() {
        return process.pid();
    }

    /** A value of its metrics, over all labels. */
    double metric(String name) {
        try {
            return ask("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it says that its store answers. */
    boolean isHealthy() {
        try {
            return ask("/healthz").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<String> ask(String path) throws IOException {
        HttpRequest question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HTTP.send(question, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills it on the spot. */
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
