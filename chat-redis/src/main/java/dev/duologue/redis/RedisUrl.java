package dev.duologue.redis;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.ReadMode;
import org.redisson.config.SubscriptionMode;

/**
 * Where Redis is, as one line, and the settings under which Redisson serves a chat well. Of these, that Redisson must not
 * repeat by itself is not a matter of taste: with its defaults a script ran up to three times, and messages changed places
 * after an outage.
 *
 * @param scheme {@code redis} or {@code rediss}, with TLS
 * @param user user name; none for the default user
 * @param password password, if any
 * @param addresses {@code host:port} each, at least one
 * @param database the database's number
 * @param master the name that Sentinels know the primary by; none without Sentinels
 */
record RedisUrl(
        String scheme,
        @Nullable String user,
        @Nullable String password,
        List<String> addresses,
        int database,
        @Nullable String master) {

    private static final Pattern URL = Pattern.compile(
            "(redis|rediss|redis-sentinel|rediss-sentinel)://(?:([^@/#]*)@)?([^@/#]+)(?:/(\\d{1,5})?)?(?:#(.+))?");

    /** A name, with an underscore too, as services of Docker Compose have; or an IPv4 or IPv6 address. */
    private static final Pattern ADDRESS =
            Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._-]+)?])(?::(\\d{1,5}))?");

    private static final int DEFAULT_PORT = 6379;

    private static final String EXPECTED =
            "expected redis://[user:password@]host:port[/database], with rediss:// for TLS,"
                    + " several host:port for a Cluster, or redis-sentinel://host:port,host:port#master";

    /**
     * Also the longest that a participant waits for one try; a second one fits into the second after it. No multiple of 100: for
     * such a time Redisson looks for late answers every 100 ms (ServiceManager.initTimer), and gives up after 500 ms at times.
     */
    private static final int ANSWER_MILLIS = 440;

    private static final int CONNECT_MILLIS = 1_000;
    private static final Duration RECONNECT = Duration.ofMillis(200);
    private static final int PING_MILLIS = 5_000;
    private static final int SUBSCRIBE_MILLIS = 2_000;
    private static final int SCAN_MILLIS = 1_000;
    private static final int NETTY_THREADS = 4;
    private static final int CONNECTIONS = 24;
    private static final int IDLE_CONNECTIONS = 4;

    private static final Set<String> WITH_TLS = Set.of("rediss", "rediss-sentinel");

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException if it is none; the message does not repeat it, as it may hold a password
     */
    static RedisUrl of(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        boolean sentinels = parts.group(1).endsWith("-sentinel");
        if (sentinels != (parts.group(5) != null)) {
            throw new IllegalArgumentException(EXPECTED);
        }
        List<String> addresses = Arrays.stream(parts.group(3).split(",", -1))
                .map(RedisUrl::address)
                .toList();
        int database = parts.group(4) == null ? 0 : Integer.parseInt(parts.group(4));
        if (database != 0 && !sentinels && addresses.size() > 1) {
            throw new IllegalArgumentException("a Redis Cluster has database 0 only");
        }
        String[] login = parts.group(2) == null ? new String[0] : parts.group(2).split(":", 2);
        return new RedisUrl(
                WITH_TLS.contains(parts.group(1)) ? "rediss" : "redis",
                login.length < 1 || login[0].isEmpty() ? null : decoded(login[0]),
                login.length < 2 ? null : decoded(login[1]),
                addresses,
                database,
                parts.group(5));
    }

    private static String address(String text) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        int port = address.group(2) == null ? DEFAULT_PORT : Integer.parseInt(address.group(2));
        if (port == 0 || port > 65_535) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return address.group(1) + ":" + port;
    }

    private static String decoded(String text) {
        // A plus is itself, unlike in forms.
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Its message quotes what stands after the percent sign.
            throw new IllegalArgumentException(EXPECTED);
        }
    }

    /** The settings for Redisson. */
    Config config(@Nullable TrustStore trusted) {
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE);
        config.setNettyThreads(NETTY_THREADS);
        config.setThreads(2);
        config.setTcpNoDelay(true);
        if (user != null) {
            config.setUsername(user);
        }
        if (password != null) {
            config.setPassword(password);
        }
        if (trusted != null) {
            config.setSslTruststore(trusted.url());
            config.setSslTruststorePassword(trusted.password());
        }
        if (master != null) {
            shared(config.useSentinelServers()
                            .setMasterName(master)
                            .setDatabase(database)
                            .setScanInterval(SCAN_MILLIS)
                            .setCheckSentinelsList(false))
                    .setSentinelAddresses(urls());
        } else if (addresses.size() > 1) {
            shared(config.useClusterServers().setScanInterval(SCAN_MILLIS)).setNodeAddresses(urls());
        } else {
            common(config.useSingleServer()
                            .setDatabase(database)
                            .setConnectionPoolSize(CONNECTIONS)
                            .setConnectionMinimumIdleSize(IDLE_CONNECTIONS)
                            .setSubscriptionConnectionPoolSize(2))
                    .setAddress(urls().get(0));
        }
        return config;
    }

    private List<String> urls() {
        return addresses.stream().map(address -> scheme + "://" + address).toList();
    }

    /** Never from a replica: it may lack what a hint has told of. */
    private static <T extends BaseMasterSlaveServersConfig<T>> T shared(T servers) {
        return common(servers.setReadMode(ReadMode.MASTER)
                .setSubscriptionMode(SubscriptionMode.MASTER)
                .setMasterConnectionPoolSize(CONNECTIONS)
                .setMasterConnectionMinimumIdleSize(IDLE_CONNECTIONS)
                .setSubscriptionConnectionPoolSize(2));
    }

    private static <T extends BaseConfig<T>> T common(T servers) {
        return servers.setTimeout(ANSWER_MILLIS)
                .setRetryAttempts(0)
                .setConnectTimeout(CONNECT_MILLIS)
                .setSubscriptionTimeout(SUBSCRIBE_MILLIS)
                .setReconnectionDelay(new ConstantDelay(RECONNECT))
                .setPingConnectionInterval(PING_MILLIS);
    }

    /** Where it is, without user and password. */
    @Override
    public String toString() {
        return scheme + "://" + String.join(",", addresses) + (master == null ? "" : "#" + master);
    }

    /**
     * Certificates to trust instead of those that Java does.
     *
     * @param file a key store in a format of Java's, as PKCS #12
     * @param password its password
     */
    record TrustStore(Path file, String password) {
        java.net.URL url() {
            try {
                return file.toUri().toURL();
            } catch (java.net.MalformedURLException e) {
                throw new IllegalArgumentException("no trust store: " + file, e);
            }
        }
    }
}
