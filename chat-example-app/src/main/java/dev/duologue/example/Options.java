package dev.duologue.example;

import dev.duologue.redis.RedisChatStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the reference server can be told, on the command line or by the environment. */
@Command(
        name = "chat-example-app",
        mixinStandardHelpOptions = true,
        version = "Duologue 0.1.0-SNAPSHOT",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Serves chats between two named people, in memory or in Redis.",
        footer = {
            "",
            "Each option is also an environment variable: --idle-timeout is DUOLOGUE_IDLE_TIMEOUT.",
            "The command line wins. Times are written as 500ms, 10s, 30m or 4h."
        })
final class Options {

    private static final int MAX_BURST = 100_000;
    private static final int MAX_REPLICAS = 10;
    /** A year: a chat is a short-lived thing, and dates stay of four digits. */
    private static final Duration LONGEST = Duration.ofDays(365);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is asked for.
    private CommandSpec spec;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on; 0.0.0.0 for all (default: ${DEFAULT-VALUE}).")
    String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port to listen on; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    int port = 8080;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "Where people reach this server; links are URL/c#TOKEN (default: http://localhost:PORT).")
    @Nullable
    URI baseUrl;

    @Option(
            names = "--allowed-origin",
            paramLabel = "ORIGIN",
            split = ",",
            description =
                    "Origin whose pages may connect, repeatable (default: that of the base URL and, where its host "
                            + "is a loopback name, the other loopback names).")
    List<String> allowedOrigins = new ArrayList<>();

    @Option(
            names = "--entry-timeout",
            paramLabel = "TIME",
            defaultValue = "30m",
            description = "How long a chat waits until both came in (default: ${DEFAULT-VALUE}).")
    Duration entryTimeout = Duration.ofMinutes(30);

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            defaultValue = "15m",
            description = "How long a chat lasts when nobody writes (default: ${DEFAULT-VALUE}).")
    Duration idleTimeout = Duration.ofMinutes(15);

    @Option(
            names = "--lifetime",
            paramLabel = "TIME",
            defaultValue = "4h",
            description = "How long a chat lasts at the most (default: ${DEFAULT-VALUE}).")
    Duration lifetime = Duration.ofHours(4);

    @Option(
            names = "--end-warning",
            paramLabel = "TIME",
            defaultValue = "2m",
            description = "How long before such an end both are warned (default: ${DEFAULT-VALUE}).")
    Duration endWarning = Duration.ofMinutes(2);

    @Option(
            names = "--tombstone",
            paramLabel = "TIME",
            defaultValue = "10m",
            description = "How long it is known that a chat has ended (default: ${DEFAULT-VALUE}).")
    Duration tombstone = Duration.ofMinutes(10);

    @Option(
            names = "--send-rate",
            paramLabel = "N/s",
            defaultValue = "5/s",
            description = "Messages per second that each side may send, or off (default: ${DEFAULT-VALUE}).")
    SendRate sendRate = new SendRate(5);

    @Option(
            names = "--send-burst",
            paramLabel = "N",
            defaultValue = "20",
            description = "Messages that each side may send at once (default: ${DEFAULT-VALUE}).")
    int sendBurst = 20;

    @Option(
            names = "--message-cap",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Messages that a chat may hold (default: ${DEFAULT-VALUE}).")
    int messageCap = 10_000;

    @Option(
            names = "--redis",
            paramLabel = "URL",
            description =
                    "Keep chats in this Redis, shared with other servers: redis://[user:password@]host:port[/database], "
                            + "rediss:// with TLS, several host:port for a Cluster, or "
                            + "redis-sentinel://host:port,host:port#master (default: in memory).")
    @Nullable
    String redis;

    @Option(
            names = "--redis-prefix",
            paramLabel = "PREFIX",
            defaultValue = "duologue:",
            description = "What all keys in Redis begin with (default: ${DEFAULT-VALUE}).")
    String redisPrefix = "duologue:";

    @Option(
            names = "--redis-replicas",
            paramLabel = "N",
            defaultValue = "0",
            description = "Replicas of Redis that must have a message before it counts as sent (default: "
                    + "${DEFAULT-VALUE}).")
    int redisReplicas;

    @Option(
            names = "--pepper-file",
            paramLabel = "FILE",
            description =
                    "Key of the digests of codes and links, at least 32 bytes; made if it is not there. All servers "
                            + "on one Redis need the same (default: random in memory; with Redis a file in the user's folder "
                            + "for state).")
    @Nullable
    Path pepperFile;

    @Option(
            names = "--pepper",
            paramLabel = "BASE64",
            description = "The same as text. Others see the command line: better by DUOLOGUE_PEPPER.")
    @Nullable
    Pepper pepper;

    // With a fallback, since a bare flag would turn a "true" of the environment into false.
    @Option(
            names = "--metrics-open",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            defaultValue = "false",
            description = "Serve /metrics to every address, not to loopback ones only (default: ${DEFAULT-VALUE}).")
    boolean metricsOpen;

    /** How fast a side may send. */
    record SendRate(double perSecond) {}

    /** A pepper in the words of an option. */
    record Pepper(String base64) {

        byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }

        /** Tells nothing: it is a secret. */
        @Override
        public String toString() {
            return "Pepper";
        }
    }

    /** Refuses what no converter can see. */
    void check() {
        require(!host.isBlank(), "--host", "an address or a name");
        require(port >= 0 && port <= 65_535, "--port", "0 to 65535");
        require(sendBurst >= 1 && sendBurst <= MAX_BURST, "--send-burst", "1 to " + MAX_BURST);
        require(messageCap >= 1, "--message-cap", "1 or more");
        require(redis == null || RedisChatStore.isUrl(redis), "--redis", "redis://host:port, see the help");
        require(redisReplicas >= 0 && redisReplicas <= MAX_REPLICAS, "--redis-replicas", "0 to " + MAX_REPLICAS);
        require(!redisPrefix.matches(".*[{}\\s].*"), "--redis-prefix", "no braces and no white space");
        require(pepper == null || pepperFile == null, "--pepper", "that or --pepper-file, not both");
        requireTime(entryTimeout, Duration.ofMillis(1), "--entry-timeout");
        requireTime(idleTimeout, Duration.ofMillis(1), "--idle-timeout");
        requireTime(lifetime, Duration.ofMillis(1), "--lifetime");
        requireTime(endWarning, Duration.ZERO, "--end-warning");
        requireTime(tombstone, Duration.ZERO, "--tombstone");
        require(
                baseUrl == null || isBase(baseUrl),
                "--base-url",
                "http:// or https://, a host, a port up to 65535 if any, and no user, query or fragment");
        allowedOrigins.forEach(origin ->
                require(isOrigin(origin), "--allowed-origin", "scheme, host and port, as https://chat.example"));
    }

    private void requireTime(Duration time, Duration least, String option) {
        boolean within = time.compareTo(least) >= 0 && time.compareTo(LONGEST) <= 0;
        require(within, option, (least.isZero() ? "0s" : "1ms") + " to " + LONGEST.toHours() + "h");
    }

    private void require(boolean right, String option, String expected) {
        if (!right) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '" + option + "': expected " + expected);
        }
    }

    private static boolean isBase(URI url) {
        boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        return web
                && url.getHost() != null
                && url.getPort() <= 65_535
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    private static boolean isOrigin(String origin) {
        try {
            URI uri = URI.create(origin);
            return isBase(uri) && uri.getRawPath().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
