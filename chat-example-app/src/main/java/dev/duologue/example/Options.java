package dev.duologue.example;

import dev.duologue.redis.RedisChatStore;
import dev.duologue.spi.AddressRates;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the reference server can be told, on the command line or by the environment. */
@Command(
        name = "chat-example-app",
        mixinStandardHelpOptions = true,
        versionProvider = Options.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Serves chats between two named people, in memory or in Redis.",
        footer = {
            "",
            "Each option is also an environment variable: --idle-timeout is DUOLOGUE_IDLE_TIMEOUT.",
            "The command line wins. Times are written as 500ms, 10s, 30m or 4h."
        })
final class Options {

    /** As the manifest of the runnable jar has it. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Options.class.getPackage().getImplementationVersion();
            return new String[] {"Duologue " + (version == null ? "from its source" : version)};
        }
    }

    private static final int MAX_BURST = 100_000;
    private static final int MAX_REPLICAS = 10;
    /** What fits into a frame of 64 KiB, with room for what a client escapes. */
    private static final int MAX_TEXT_BYTES = 32 * 1024;
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
            names = "--frame-ancestors",
            paramLabel = "ORIGIN",
            split = ",",
            description = "Origin whose pages may show the chat page in a frame, repeatable (default: none).")
    List<String> frameAncestors = new ArrayList<>();

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
            names = "--record-bytes",
            paramLabel = "N",
            defaultValue = "4194304",
            description = "Bytes of text that a chat may hold (default: ${DEFAULT-VALUE}).")
    long recordBytes = 4L * 1024 * 1024;

    @Option(
            names = "--memory",
            paramLabel = "MIB",
            description =
                    "Memory that all chats together may take, if they are kept there (default: a quarter of the heap).")
    @Nullable
    Integer memory;

    @Option(
            names = "--text-chars",
            paramLabel = "N",
            defaultValue = "4000",
            description = "Code points that a message may have (default: ${DEFAULT-VALUE}).")
    int textChars = 4_000;

    @Option(
            names = "--text-bytes",
            paramLabel = "N",
            defaultValue = "16384",
            description = "Bytes of UTF-8 that a message may have (default: ${DEFAULT-VALUE}).")
    int textBytes = 16 * 1024;

    @Option(
            names = "--frame-rate",
            paramLabel = "N/s",
            description = "Frames of any kind per second on one connection (default: 4 times the send rate and 20).")
    @Nullable
    SendRate frameRate;

    @Option(
            names = "--first-frame",
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "How long a WebSocket may say nothing at first (default: ${DEFAULT-VALUE}).")
    Duration firstFrame = Duration.ofSeconds(5);

    @Option(
            names = "--header-timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "How long the header of an HTTP request may take (default: ${DEFAULT-VALUE}).")
    Duration headerTimeout = Duration.ofSeconds(10);

    @Option(
            names = "--ping-every",
            paramLabel = "TIME",
            defaultValue = "25s",
            description = "How often a WebSocket is pinged (default: ${DEFAULT-VALUE}).")
    Duration pingEvery = Duration.ofSeconds(25);

    @Option(
            names = "--dead-after",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "How long a WebSocket may be silent before it counts as dead (default: ${DEFAULT-VALUE}).")
    Duration deadAfter = Duration.ofSeconds(60);

    @Option(
            names = "--address-limits",
            paramLabel = "on|off",
            defaultValue = "on",
            description = "Bound what the clients of one address do; off for load tests, which come from one (default: "
                    + "${DEFAULT-VALUE}).")
    Switch addressLimits = Switch.ON;

    @Option(
            names = "--start-limit",
            paramLabel = "RATES",
            defaultValue = "5/m,30/h",
            description = "Chats that one address may start, as N/s, N/m or N/h, or off (default: ${DEFAULT-VALUE}).")
    Rates startLimit = Rates.of(AddressRates.STANDARD.starts());

    @Option(
            names = "--code-limit",
            paramLabel = "RATES",
            defaultValue = "10/m,30/h",
            description = "Codes that one address may try (default: ${DEFAULT-VALUE}).")
    Rates codeLimit = Rates.of(AddressRates.STANDARD.codeTries());

    @Option(
            names = "--unknown-link-limit",
            paramLabel = "RATES",
            defaultValue = "20/m",
            description = "Links that lead nowhere that one address may open (default: ${DEFAULT-VALUE}).")
    Rates unknownLinkLimit = Rates.of(AddressRates.STANDARD.unknownLinks());

    @Option(
            names = "--address-connections",
            paramLabel = "N",
            defaultValue = "50",
            description = "WebSocket connections that one address may have at once (default: ${DEFAULT-VALUE}).")
    int addressConnections = 50;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "20000",
            description = "WebSocket connections that this server takes at once (default: ${DEFAULT-VALUE}).")
    int connections = 20_000;

    @Option(
            names = "--live-chats",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Chats that may live on this server at once (default: ${DEFAULT-VALUE}).")
    int liveChats = 100_000;

    @Option(
            names = "--trusted-proxy",
            paramLabel = "NETWORK",
            split = ",",
            description = "Proxy in front of this server, an address or a network as 10.0.0.0/8, repeatable: only from "
                    + "these a header tells who the client is (default: none).")
    List<Network> trustedProxies = new ArrayList<>();

    @Option(
            names = "--proxy-header",
            paramLabel = "NAME",
            defaultValue = "X-Forwarded-For",
            description = "The header by which they tell it, X-Forwarded-For or Forwarded; they must set it themselves "
                    + "(default: ${DEFAULT-VALUE}).")
    TrustedProxies.ProxyHeader proxyHeader = TrustedProxies.ProxyHeader.X_FORWARDED_FOR;

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

    /** Whether something is in force. */
    enum Switch {
        ON,
        OFF;

        /** As it is read and written. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Rates that hold at once, in the words of an option. */
    record Rates(List<AddressRates.Rate> rates) {

        static Rates of(List<AddressRates.Rate> rates) {
            return new Rates(rates);
        }
    }

    /** What clients of one address may do. */
    AddressRates addressRates() {
        return new AddressRates(startLimit.rates(), codeLimit.rates(), unknownLinkLimit.rates());
    }

    /** Most WebSocket connections of one address. */
    int connectionsOfAddress() {
        return addressLimits == Switch.ON ? addressConnections : Integer.MAX_VALUE;
    }

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
        require(recordBytes >= 1, "--record-bytes", "1 or more");
        require(memory == null || memory >= 1, "--memory", "1 or more");
        require(textChars >= 1, "--text-chars", "1 or more");
        require(textBytes >= 1 && textBytes <= MAX_TEXT_BYTES, "--text-bytes", "1 to " + MAX_TEXT_BYTES);
        requireTime(firstFrame, Duration.ofMillis(1), "--first-frame");
        requireTime(headerTimeout, Duration.ofMillis(1), "--header-timeout");
        requireTime(pingEvery, Duration.ofMillis(1), "--ping-every");
        requireTime(deadAfter, Duration.ofMillis(1), "--dead-after");
        require(addressConnections >= 1, "--address-connections", "1 or more");
        require(connections >= 1, "--connections", "1 or more");
        require(liveChats >= 1, "--live-chats", "1 or more");
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
        allowedOrigins.forEach(origin -> requireOrigin(origin, "--allowed-origin"));
        frameAncestors.forEach(origin -> requireOrigin(origin, "--frame-ancestors"));
    }

    private void requireOrigin(String origin, String option) {
        require(isOrigin(origin), option, "scheme, host and port, as https://chat.example");
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
