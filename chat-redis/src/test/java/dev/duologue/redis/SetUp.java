package dev.duologue.redis;

import dev.duologue.redis.testing.RedisCluster;
import dev.duologue.redis.testing.RedisFailover;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Hashing;
import java.time.Duration;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;

/**
 * The ways to run Redis that the contract is tested on. Each starts its servers once, and two nodes of an application with
 * a client each, by which all stores of a test class go; they log in as the user of least privilege.
 */
enum SetUp {
    REDIS_6_2 {
        @Override
        void start() {
            RedisServer server = RedisServer.start(RedisProgram.EMBEDDED_6_2, LeastPrivilege.settings());
            opened(server, server.url());
        }
    },
    REDIS_7 {
        @Override
        void start() {
            RedisServer server = RedisServer.start(RedisProgram.SYSTEM, LeastPrivilege.settings());
            opened(server, server.url());
        }
    },
    CLUSTER {
        @Override
        void start() {
            RedisCluster cluster = RedisCluster.start(RedisProgram.SYSTEM, LeastPrivilege.clusterSettings());
            opened(cluster, cluster.url());
        }
    },
    /** Each change waits for the replica here. */
    SENTINEL {
        @Override
        void start() {
            RedisFailover servers = RedisFailover.start(RedisProgram.EMBEDDED_6_2, LeastPrivilege.settings());
            opened(servers, servers.url());
        }

        @Override
        RedisChatStore.Builder builder(RedissonClient client) {
            return super.builder(client).waitForReplicas(1, Duration.ofMillis(300));
        }
    };

    private static final Hashing HASHING = Hashing.withRandomPepper();

    private AutoCloseable servers;
    private RedissonClient one;
    private RedissonClient other;

    abstract void start();

    void opened(AutoCloseable running, String url) {
        servers = running;
        one = Redisson.create(RedisUrl.of(LeastPrivilege.login(url)).config(null));
        other = Redisson.create(RedisUrl.of(LeastPrivilege.login(url)).config(null));
    }

    RedisChatStore.Builder builder(RedissonClient client) {
        return RedisChatStore.builder(client, HASHING);
    }

    ChatStore newStore() {
        return new TwoNodes(builder(one).build(), builder(other).build());
    }

    void stop() throws Exception {
        if (one != null) {
            one.shutdown();
        }
        if (other != null) {
            other.shutdown();
        }
        if (servers != null) {
            servers.close();
        }
    }
}
