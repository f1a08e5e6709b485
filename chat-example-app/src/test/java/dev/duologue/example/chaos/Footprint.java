package dev.duologue.example.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lives in a server process after a full garbage collection.
 *
 * @param objects how many there are of each class of ours, of connections at the transport, of timers and of threads
 * @param heapBytes all of the heap that is in use
 */
record Footprint(Map<String, Long> objects, long heapBytes) {

    /** Of the transport, as the histogram names it. */
    static final String CONNECTION = "org.glassfish.grizzly.nio.transport.TCPNIOConnection";

    private static final long PATIENCE_SECONDS = 30;

    /** Rank, instances, bytes, and the class; then its module, if it has one. */
    private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    /** Asks the JVM. */
    static Footprint of(ServerProcess server) {
        String histogram = jcmd(server.pid(), "GC.class_histogram");
        Map<String, Long> objects = new TreeMap<>();
        histogram.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
            if (isWatched(line.group(3))) {
                objects.merge(line.group(3), Long.parseLong(line.group(1)), Long::sum);
            }
        });
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find() || objects.isEmpty()) {
            throw new IllegalStateException("jcmd said: " + histogram.substring(0, Math.min(200, histogram.length())));
        }
        return new Footprint(objects, Long.parseLong(total.group(1)));
    }

    /** The classes of which there are more than before by more than so many. */
    Map<String, String> grownSince(Footprint before, long slack) {
        Map<String, String> grown = new TreeMap<>();
        objects.forEach((name, count) -> {
            long then = before.objects.getOrDefault(name, 0L);
            if (count > then + slack) {
                grown.put(name, then + " → " + count);
            }
        });
        return grown;
    }

    long connections() {
        return objects.getOrDefault(CONNECTION, 0L);
    }

    long threads() {
        return objects.getOrDefault("java.lang.Thread", 0L);
    }

    private static boolean isWatched(String name) {
        return (name.startsWith("dev.duologue.") && !isMadeOnce(name))
                || name.equals(CONNECTION)
                || name.equals("org.glassfish.tyrus.core.TyrusSession")
                || name.equals("org.redisson.client.RedisPubSubConnection")
                || name.equals("java.util.concurrent.ScheduledThreadPoolExecutor$ScheduledFutureTask")
                || name.equals("java.lang.Thread");
    }

    /** Enums, and what the JVM makes of lambdas, are there once, whoever used them first. */
    private static boolean isMadeOnce(String name) {
        try {
            return name.contains("$$Lambda")
                    || Class.forName(name, false, Footprint.class.getClassLoader())
                            .isEnum();
        } catch (ClassNotFoundException arrayOfSuch) {
            return true;
        }
    }

    private static String jcmd(long pid, String command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process asked = new ProcessBuilder(jcmd.toString(), String.valueOf(pid), command)
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!asked.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("jcmd does not end");
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
