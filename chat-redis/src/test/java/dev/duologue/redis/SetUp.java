package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.redis.testing.RedisCluster;
import dev.duologue.redis.testing.RedisFailover;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import dev.duologue.spi.Hashing;
import java.time.Duration;
import java.util.List;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;

/**
 * The ways to run Redis that the contract is tested on: each with its servers and two nodes, which log in as the user of
 * least privilege.
 */
@SuppressWarnings("ImmutableEnumChecker") // Its servers run or do not; one test class at a time has each.
enum SetUp {
    REDIS_6_2 {
        @Override
        void start() {
            RedisServer server = RedisServer.start(RedisProgram.EMBEDDED_6_2, LeastPrivilege.settings());
            opened(server, server.url(), List.of(server));
        }
    },
    REDIS_7 {
        @Override
        void start() {
            RedisServer server = RedisServer.start(RedisProgram.SYSTEM, LeastPrivilege.settings());
            opened(server, server.url(), List.of(server));
        }
    },
    CLUSTER {
        @Override
        void start() {
            RedisCluster cluster = RedisCluster.start(RedisProgram.SYSTEM, LeastPrivilege.clusterSettings());
            opened(cluster, cluster.url(), cluster.masters());
        }
    },
    /** Each change waits for the replica here. */
    SENTINEL {
        @Override
        void start() {
            RedisFailover servers = RedisFailover.start(RedisProgram.EMBEDDED_6_2, LeastPrivilege.settings());
            opened(servers, servers.url(), List.of(servers.primary(), servers.replica()));
        }

        @Override
        RedisChatStore.Builder tuned(RedisChatStore.Builder builder) {
            return builder.waitForReplicas(1, Duration.ofMillis(300));
        }
    };

    private static final Hashing HASHING = Hashing.withRandomPepper();

    private AutoCloseable servers;
    private List<RedisServer> holders = List.of();
    private RedissonClient client;
    private RedisChatStore one;
    private RedisChatStore other;

    abstract void start();

    void opened(AutoCloseable running, String url, List<RedisServer> all) {
        servers = running;
        holders = all;
        String login = LeastPrivilege.login(url);
        one = tuned(RedisChatStore.builder(login, HASHING)).build();
        // As an application that has a client already.
        client = Redisson.create(RedisUrl.of(login).config(null));
        other = tuned(RedisChatStore.builder(client, HASHING)).build();
    }

    RedisChatStore.Builder tuned(RedisChatStore.Builder builder) {
        return builder;
    }

    RedisChatStore one() {
        return one;
    }

    RedisChatStore other() {
        return other;
    }

    /** Every key goes by itself, also those that no test looks at. */
    void checkThatAllKeysHaveTtl() {
        for (RedisServer server : holders) {
            try (RespClient raw = server.connect()) {
                assertThat(raw.keys())
                        .filteredOn(key -> Long.valueOf(-1).equals(raw.command("PTTL", key)))
                        .as("keys without a TTL")
                        .isEmpty();
            }
        }
    }

    /** How many servers hold a key whose name begins so. */
    long holdersOf(String beginning) {
        return holders.stream()
                .filter(server -> {
                    try (RespClient raw = server.connect()) {
                        return raw.keys().stream().anyMatch(key -> key.startsWith(beginning));
                    }
                })
                .count();
    }

    void stop() throws Exception {
        try {
            checkThatAllKeysHaveTtl();
        } finally {
            close();
        }
    }

    private void close() throws Exception {
        if (one != null) {
            one.close();
        }
        if (other != null) {
            other.close();
        }
        if (client != null) {
            client.shutdown();
        }
        if (servers != null) {
            servers.close();
        }
    }
}
