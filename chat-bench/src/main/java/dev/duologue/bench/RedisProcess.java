package dev.duologue.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Redis in a process of its own, without persistence, on 127.0.0.1. */
final class RedisProcess implements AutoCloseable {

    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final int SOCKET_MILLIS = 10_000;

    private final Process process;
    private final int port;

    private RedisProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static RedisProcess start() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path folder = Files.createTempDirectory("redis");
        Process process = new ProcessBuilder(
                        program("redis-server"),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        folder.toString(),
                        "--save",
                        "",
                        "--appendonly",
                        "no")
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains("Ready to accept connections")) {
                return new RedisProcess(process, port);
            }
        }
        throw new IOException("redis-server ended before it was ready");
    }

    /** The program of a name, or what the environment says instead: REDIS_SERVER, REDIS_BENCHMARK. */
    static String program(String name) {
        String other = System.getenv(name.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
        return other == null || other.isBlank() ? name : other;
    }

    int port() {
        return port;
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    Duration cpu() {
        return ServerProcess.cpuOf(process.toHandle());
    }

    /** How often each command was called, in scripts too, since the last reset. */
    String commandStatistics() {
        return ask("INFO commandstats");
    }

    void resetStatistics() {
        ask("CONFIG RESETSTAT");
    }

    private String ask(String command) {
        try (Socket socket = connect()) {
            send(socket, command);
            send(socket, "QUIT");
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("Redis did not answer: " + e.getMessage(), e);
        }
    }

    /**
     * The words of the script call that Redis gets while something is done.
     *
     * @param last what the call's last word ends with, as others may come in between
     */
    List<String> scriptCall(Step step, String last) throws Exception {
        try (Socket socket = connect()) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            send(socket, "MONITOR");
            lines.readLine();
            step.run();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("\"EVALSHA\"") && line.endsWith(last + '"')) {
                    List<String> words = new ArrayList<>();
                    for (Matcher word = QUOTED.matcher(line); word.find(); ) {
                        words.add(word.group(1));
                    }
                    return words;
                }
            }
            throw new IOException("Redis was stopped");
        }
    }

    /** Something that may fail. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(SOCKET_MILLIS);
        return socket;
    }

    private static void send(Socket socket, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
