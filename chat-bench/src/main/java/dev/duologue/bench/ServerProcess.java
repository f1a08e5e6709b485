package dev.duologue.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A server in a process of its own, on 127.0.0.1. */
final class ServerProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile(" is ready at http://[^:]+:(\\d+)");
    /** The last line of a histogram of the live heap: number of objects and bytes. */
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    /** The same for all: what the machine's default would give depends on its memory. */
    private static final List<String> JVM_OPTIONS = List.of("-Xms1g", "-Xmx3g");

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts the reference server from its runnable jar. */
    static ServerProcess chats(Path jar, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of("-jar", jar.toString(), "--port", "0"));
        command.addAll(options);
        return start(command);
    }

    /**
     * Starts a relay.
     *
     * @param main its class
     * @param jars what the names of the jars that it needs begin with
     */
    static ServerProcess relay(Class<?> main, List<String> jars) throws IOException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> isNeeded(Path.of(entry), jars))
                .collect(Collectors.joining(File.pathSeparator));
        return start(List.of("-cp", classPath, main.getName()));
    }

    private static boolean isNeeded(Path entry, List<String> jars) {
        String name = entry.getFileName().toString();
        return Files.isDirectory(entry)
                || name.startsWith("chat-bench")
                || name.startsWith("jspecify")
                || jars.stream().anyMatch(name::startsWith);
    }

    private static ServerProcess start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java("java"));
        command.addAll(JVM_OPTIONS);
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                return new ServerProcess(process, Integer.parseInt(ready.group(1)));
            }
        }
        throw new IOException("a server ended before it was ready: " + String.join(" ", arguments));
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    /** Where it listens. */
    int port() {
        return port;
    }

    /** The CPU time that it has taken, by the operating system's accounting. */
    Duration cpu() {
        return cpuOf(process.toHandle());
    }

    static Duration cpuOf(ProcessHandle process) {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("this system does not tell the CPU time of a process"));
    }

    /** The bytes of its heap that are in use, after a full collection. */
    long liveBytes() {
        Matcher total = TOTAL.matcher(run(java("jcmd"), Long.toString(process.pid()), "GC.class_histogram"));
        if (!total.find()) {
            throw new IllegalStateException("jcmd did not tell the size of the heap");
        }
        return Long.parseLong(total.group(1));
    }

    /** Collects all its garbage now, so that what comes next is not charged for what came before. */
    void collect() {
        run(java("jcmd"), Long.toString(process.pid()), "GC.run");
    }

    /** The bytes of memory that it has from the operating system; -1 where the system has no {@code /proc}. */
    long residentBytes() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            Matcher resident = RESIDENT.matcher(Files.exists(status) ? Files.readString(status) : "");
            return resident.find() ? 1024 * Long.parseLong(resident.group(1)) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    /** Runs a program to its end and gives what it printed. */
    static String run(String... command) {
        try {
            Process tool = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!tool.waitFor(1, TimeUnit.MINUTES) || tool.exitValue() != 0) {
                throw new IllegalStateException(command[0] + " failed");
            }
            return output;
        } catch (IOException e) {
            throw new IllegalStateException(command[0] + " could not be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
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
