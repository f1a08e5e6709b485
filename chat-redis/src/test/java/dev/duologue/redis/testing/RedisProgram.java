package dev.duologue.redis.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.embedded.core.ExecutableProvider;

/** The releases of Redis that tests run on. Which one cannot run fails the test that wants it. */
@SuppressWarnings("ImmutableEnumChecker") // Where a program is, is found out when it is first asked for.
public enum RedisProgram {

    /** 6.2, as the library embedded-redis brings it. */
    EMBEDDED_6_2 {
        @Override
        Path find() throws IOException {
            Path folder = Files.createTempDirectory("duologue-redis-program");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.delete(folder)));
            return ExecutableProvider.newJarResourceProvider(folder.toFile())
                    .get()
                    .toPath();
        }

        @Override
        boolean isRight(int major, int minor) {
            return major == 6 && minor == 2;
        }
    },

    /** The system's, 7 or newer: the program that {@code REDIS_SERVER} names, or {@code redis-server} on the path. */
    SYSTEM {
        @Override
        Path find() throws IOException {
            String named = System.getenv("REDIS_SERVER");
            if (named != null) {
                return Path.of(named);
            }
            return Arrays.stream(Objects.requireNonNullElse(System.getenv("PATH"), "")
                            .split(File.pathSeparator))
                    .map(folder -> Path.of(folder, "redis-server"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new IOException("redis-server is not on the path"));
        }

        @Override
        boolean isRight(int major, int minor) {
            return major >= 7;
        }
    };

    private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.(\\d+)");

    /** Found and tried once. */
    private volatile Path path;

    abstract Path find() throws IOException;

    abstract boolean isRight(int major, int minor);

    /** The program, which runs here and is of the right release. */
    Path path() {
        Path found = path;
        if (found == null) {
            found = tried();
            path = found;
        }
        return found;
    }

    private Path tried() {
        try {
            Path found = find();
            Process process = new ProcessBuilder(found.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher version = VERSION.matcher(told);
            if (!version.find() || !isRight(Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2)))) {
                throw new IOException(found + " tells: " + told.strip());
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The tests need Redis, and " + this + " cannot run. script/test installs what is missing: Redis 7"
                            + " (on Debian: apt-get install redis-server; elsewhere name the program in REDIS_SERVER) and"
                            + " libssl 3, which the program of the library embedded-redis needs",
                    e);
        }
    }
}
