package dev.duologue.redis.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

/** A primary, a replica of it, and a Sentinel that puts the one in the other's place. Not thread-safe. */
public final class RedisFailover implements AutoCloseable {

    private static final String MASTER = "chats";

    private final RedisServer primary;
    private final RedisServer replica;
    private final RedisServer sentinel;

    private RedisFailover(RedisServer primary, RedisServer replica, RedisServer sentinel) {
        this.primary = primary;
        this.replica = replica;
        this.sentinel = sentinel;
    }

    /** Starts all three and waits until they know each other; further arguments are settings of both servers. */
    public static RedisFailover start(RedisProgram program, String... settings) {
        RedisServer primary = RedisServer.start(program, with(settings, "repl-diskless-sync-delay 0"));
        RedisServer replica = RedisServer.start(
                program, with(settings, "repl-diskless-sync-delay 0", "replicaof 127.0.0.1 " + primary.port()));
        RedisServer sentinel = RedisServer.startSentinel(
                program,
                "sentinel monitor " + MASTER + " 127.0.0.1 " + primary.port() + " 1",
                "sentinel down-after-milliseconds " + MASTER + " 1000",
                "sentinel failover-timeout " + MASTER + " 3000");
        RedisFailover all = new RedisFailover(primary, replica, sentinel);
        try {
            all.awaitReplication();
        } catch (AssertionError e) {
            all.close();
            throw e;
        }
        return all;
    }

    /** Where it is, as the store takes it. */
    public String url() {
        return "redis-sentinel://127.0.0.1:" + sentinel.port() + "#" + MASTER;
    }

    /** The one that was the primary at first. */
    public RedisServer primary() {
        return primary;
    }

    /** The one that was the replica at first. */
    public RedisServer replica() {
        return replica;
    }

    /** Kills the primary and waits until the replica is in its place. */
    public void failOver() {
        primary.kill();
        Eventually.holds(() -> {
            try (RespClient client = replica.connect()) {
                assertThat(client.texts("ROLE")).first().isEqualTo("master");
            }
        });
    }

    /** From now on the replica gets nothing, though the connection stays: what is written is not there after a failover. */
    public void stopReplication() {
        replica.suspend();
    }

    @Override
    public void close() {
        sentinel.close();
        replica.close();
        primary.close();
    }

    private void awaitReplication() {
        Eventually.holds(() -> {
            try (RespClient client = replica.connect()) {
                assertThat(client.text("INFO", "replication")).contains("master_link_status:up");
            }
            try (RespClient client = sentinel.connect()) {
                assertThat((List<?>) client.command("SENTINEL", "REPLICAS", MASTER)).hasSize(1);
            }
        });
    }

    private static String[] with(String[] settings, String... more) {
        return Stream.concat(Stream.of(settings), Stream.of(more)).toArray(String[]::new);
    }
}
