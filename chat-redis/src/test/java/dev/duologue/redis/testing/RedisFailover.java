package dev.duologue.redis.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A primary, a replica of it, and a Sentinel that puts the one in the other's place. Not thread-safe. */
public final class RedisFailover implements AutoCloseable {

    private static final String MASTER = "chats";

    private final List<RedisServer> running = new ArrayList<>();
    private RedisServer primary;
    private RedisServer replica;
    private RedisServer sentinel;

    private RedisFailover() {}

    /** Starts all three and waits until they know each other; further arguments are settings of both servers. */
    public static RedisFailover start(RedisProgram program, String... settings) {
        RedisFailover all = new RedisFailover();
        try {
            all.startAll(program, settings);
            all.awaitReplication();
        } catch (RuntimeException | AssertionError e) {
            all.close();
            throw e;
        }
        return all;
    }

    private void startAll(RedisProgram program, String... settings) {
        primary = opened(RedisServer.start(program, with(settings, "repl-diskless-sync-delay 0")));
        replica = opened(RedisServer.start(
                program, with(settings, "repl-diskless-sync-delay 0", "replicaof 127.0.0.1 " + primary.port())));
        sentinel = opened(RedisServer.startSentinel(
                program,
                "sentinel monitor " + MASTER + " 127.0.0.1 " + primary.port() + " 1",
                "sentinel down-after-milliseconds " + MASTER + " 1000",
                "sentinel failover-timeout " + MASTER + " 3000"));
    }

    private RedisServer opened(RedisServer server) {
        running.add(server);
        return server;
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
            try (RespClient client = sentinel.connect()) {
                assertThat(client.texts("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER))
                        .last()
                        .isEqualTo(String.valueOf(replica.port()));
            }
        });
    }

    /** From now on the replica gets nothing: what is written is not there after a failover. Connected clients stay. */
    public void stopReplication() {
        try (RespClient client = primary.connect()) {
            client.command("CONFIG", "SET", "requirepass", "unknown to the replica");
            client.command("CLIENT", "KILL", "TYPE", "replica");
        }
    }

    @Override
    public void close() {
        running.forEach(RedisServer::close);
    }

    private void awaitReplication() {
        Eventually.holds(() -> {
            try (RespClient client = replica.connect()) {
                assertThat(client.text("INFO", "replication")).contains("master_link_status:up");
            }
            try (RespClient client = primary.connect()) {
                client.command("SET", "replicated", "yes", "PX", "1000");
                assertThat(client.command("WAIT", "1", "100")).isEqualTo(1L);
            }
            try (RespClient client = sentinel.connect()) {
                assertThat((List<?>) client.command("SENTINEL", "REPLICAS", MASTER))
                        .hasSize(1);
            }
        });
    }

    private static String[] with(String[] settings, String... more) {
        return Stream.concat(Stream.of(settings), Stream.of(more)).toArray(String[]::new);
    }
}
