package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.redis.testing.Eventually;
import dev.duologue.redis.testing.RedisCluster;
import dev.duologue.redis.testing.RedisFailover;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import dev.duologue.redis.testing.TlsFiles;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the other tests stand on: the servers are real and do what their faults say. */
class RedisServersTest {

    @ParameterizedTest
    @EnumSource
    void a_server_killed_and_started_again_has_what_it_acknowledged(RedisProgram program) {
        try (RedisServer server = RedisServer.startDurable(program)) {
            try (RespClient client = server.connect()) {
                client.command("SET", "kept", "yes");
            }
            server.kill();
            server.start();
            try (RespClient client = server.connect()) {
                assertThat(client.command("GET", "kept")).isEqualTo("yes");
            }
        }
    }

    @Test
    void a_server_that_is_not_there_yet_is_waited_for_within_bounds() {
        try (RedisServer server = RedisServer.startDurable(RedisProgram.SYSTEM)) {
            server.kill();
            CompletableFuture<Void> starting = CompletableFuture.runAsync(
                    server::start, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));
            Eventually.holds(() -> {
                try (RespClient client = server.connect()) {
                    assertThat(client.command("PING")).isEqualTo("PONG");
                }
            });
            starting.orTimeout(20, TimeUnit.SECONDS).join();
            server.kill();
            assertThatThrownBy(() -> Eventually.holds(Duration.ofMillis(100), server::connect))
                    .isInstanceOf(UncheckedIOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_refuses_what_a_user_may_not(RedisProgram program) {
        try (RedisServer server = RedisServer.start(program, "user reader on >secret ~own:* -@all +get");
                RespClient client = server.connect()) {
            client.command("AUTH", "reader", "secret");
            assertThat(client.command("GET", "own:1")).isNull();
            assertThatThrownBy(() -> client.command("GET", "other:1")).hasMessageStartingWith("NOPERM");
            assertThatThrownBy(() -> client.command("SET", "own:1", "x")).hasMessageStartingWith("NOPERM");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_speaks_tls(RedisProgram program) {
        int port = RedisServer.freePort();
        try (TlsFiles files = TlsFiles.make();
                RedisServer server = RedisServer.start(program, files.settings(port));
                RespClient client = RespClient.connect(files.sockets(), port)) {
            assertThat(client.command("PING")).isEqualTo("PONG");
            assertThat(server.port()).isNotEqualTo(port);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_cluster_serves_all_slots_and_moves_them(RedisProgram program) {
        try (RedisCluster cluster = RedisCluster.start(program)) {
            for (String key : new String[] {"{a}", "{b}", "{c}"}) {
                try (RespClient client = cluster.masterOf(key).connect()) {
                    client.command("SET", key, key);
                }
            }
            cluster.move("{a}");
            try (RespClient client = cluster.masterOf("{a}").connect()) {
                assertThatThrownBy(() -> client.command("GET", "{a}")).hasMessageStartingWith("MOVED");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_sentinel_puts_the_replica_in_the_place_of_a_dead_primary(RedisProgram program) {
        try (RedisFailover servers = RedisFailover.start(program)) {
            try (RespClient client = servers.primary().connect()) {
                client.command("SET", "kept", "yes");
                assertThat(client.command("WAIT", "1", "5000")).isEqualTo(1L);
            }
            servers.failOver();
            try (RespClient client = servers.replica().connect()) {
                assertThat(client.command("GET", "kept")).isEqualTo("yes");
            }
        }
    }
}
