package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.ChatStoreException;
import dev.duologue.redis.testing.Eventually;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import dev.duologue.redis.testing.TlsFiles;
import dev.duologue.spi.Hashing;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.api.listener.StatusListener;

/** What a node asks for before it serves. */
class RedisStartTest {

    private static final Hashing HASHING = Hashing.withRandomPepper();
    private static final Duration BEAT = Duration.ofMillis(100);
    private static RedisServer server;

    @BeforeAll
    static void start() {
        server = RedisServer.start(RedisProgram.EMBEDDED_6_2);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_redis_that_evicts_is_refused_unless_that_is_wanted() {
        set("maxmemory-policy", "allkeys-lru");
        try {
            assertThatThrownBy(() -> builder().build())
                    .isInstanceOf(ChatStoreException.class)
                    .hasMessageContaining("allkeys-lru")
                    .hasMessageContaining("noeviction");
            builder().allowEviction().build().close();
        } finally {
            set("maxmemory-policy", "noeviction");
        }
    }

    @Test
    void a_node_with_another_pepper_is_refused_as_long_as_others_live() {
        String prefix = "duologue:pepper:";
        RedisChatStore first = builder().prefix(prefix).heartbeat(BEAT).build();
        RedisChatStore.Builder other = RedisChatStore.builder(server.url(), Hashing.withRandomPepper())
                .prefix(prefix)
                .heartbeat(BEAT);
        assertThatThrownBy(other::build)
                .isInstanceOf(ChatStoreException.class)
                .hasMessageContaining("pepper")
                .hasMessageContaining(prefix);
        builder().prefix(prefix).build().close();
        first.close();
        Eventually.holds(() -> {
            try (RespClient client = server.connect()) {
                assertThat(client.keys()).doesNotContain(prefix + "pepper");
            }
        });
        other.build().close();
    }

    @Test
    void nodes_with_different_prefixes_know_nothing_of_each_other() {
        try (RedisChatStore one = builder().prefix("duologue:one:").build();
                RedisChatStore other = builder().prefix("duologue:other:").build()) {
            Talk talk = Talk.begin(one);
            assertThat(Talk.get(other.create(talk.newChat(dev.duologue.spi.ChatTimes.DEFAULT))))
                    .isTrue();
            try (RespClient client = server.connect()) {
                assertThat(client.keys())
                        .contains("duologue:one:{" + talk.id() + "}:m", "duologue:other:{" + talk.id() + "}:m");
            }
        }
    }

    @Test
    void a_redis_out_of_reach_is_told_without_the_password() {
        String url = "redis://somebody:hunter2@127.0.0.1:" + RedisServer.freePort();
        assertThatThrownBy(() -> RedisChatStore.builder(url, HASHING).build())
                .isInstanceOf(ChatStoreException.class)
                .hasMessageContaining("127.0.0.1")
                .message()
                .doesNotContain("hunter2", "somebody");
    }

    @Test
    void a_redis_that_is_slow_at_first_is_tried_again() {
        // So that the first try does not take its time to load classes.
        RedisChatStore.builder(server.url(), HASHING).build().close();
        server.suspend();
        CompletableFuture<RedisChatStore> starting = CompletableFuture.supplyAsync(
                () -> RedisChatStore.builder(server.url(), HASHING).build());
        // Longer than one try takes.
        CompletableFuture<?> resuming = CompletableFuture.runAsync(
                server::resume, CompletableFuture.delayedExecutor(700, TimeUnit.MILLISECONDS));
        try (RedisChatStore store = starting.orTimeout(10, TimeUnit.SECONDS).join()) {
            assertThat(Talk.begin(store).texts(store)).isEmpty();
        } finally {
            resuming.join();
        }
    }

    @Test
    void a_wrong_login_is_told_without_the_password() {
        String url = server.url().replace("://", "://somebody:hunter2@");
        assertThatThrownBy(() -> RedisChatStore.builder(url, HASHING).build())
                .isInstanceOf(ChatStoreException.class)
                .hasMessageContaining("127.0.0.1")
                .message()
                .doesNotContain("hunter2", "somebody");
    }

    @Test
    void a_client_that_was_given_stays_open() {
        RedissonClient client = Redisson.create(RedisUrl.of(server.url()).config(null));
        try {
            RedisChatStore.builder(client, HASHING).build().close();
            assertThat(client.isShutdown()).isFalse();
            assertThatCode(() -> client.getBucket("duologue:x").get()).doesNotThrowAnyException();
        } finally {
            client.shutdown();
        }
    }

    @Test
    void a_client_that_was_given_keeps_no_inbox_of_a_node_that_could_not_begin() {
        RedissonClient client = Redisson.create(RedisUrl.of(server.url()).config(null));
        try {
            assertThatThrownBy(() -> RedisChatStore.builder(withoutStatus(client), HASHING)
                            .prefix("duologue:half:")
                            .build())
                    .isInstanceOf(ChatStoreException.class)
                    .hasMessageContaining("begin");
            Eventually.holds(() -> {
                try (RespClient raw = server.connect()) {
                    assertThat(raw.texts("PUBSUB", "CHANNELS", "duologue:half:*"))
                            .isEmpty();
                }
            });
        } finally {
            client.shutdown();
        }
    }

    @Test
    void a_closed_store_answers_nothing_and_leaves_no_key_of_its_node() {
        RedisChatStore store = builder().prefix("duologue:closed:").build();
        store.close();
        assertThatThrownBy(() -> Talk.get(store.find("any"))).hasCauseInstanceOf(ChatStoreException.class);
        store.close();
        try (RespClient client = server.connect()) {
            assertThat(client.keys()).noneMatch(key -> key.startsWith("duologue:closed:node:"));
        }
    }

    @Test
    void a_chat_goes_over_tls_to_a_server_that_is_trusted_and_to_no_other() {
        int port = RedisServer.freePort();
        try (TlsFiles files = TlsFiles.make();
                RedisServer secure = RedisServer.start(RedisProgram.EMBEDDED_6_2, files.settings(port))) {
            String url = "rediss://127.0.0.1:" + port;
            try (RedisChatStore store = RedisChatStore.builder(url, HASHING)
                    .trustStore(files.trustStore(), TlsFiles.PASSWORD)
                    .build()) {
                Talk talk = Talk.begin(store);
                assertThat(talk.find(store).id()).isEqualTo(talk.id());
            }
            assertThat(secure.port()).isNotEqualTo(port);
            assertThatThrownBy(() -> RedisChatStore.builder(url, HASHING).build())
                    .isInstanceOf(ChatStoreException.class);
        }
    }

    /** The client, but that nobody can hear of its subscriptions. */
    private static RedissonClient withoutStatus(RedissonClient client) {
        return altered(RedissonClient.class, (method, arguments) -> {
            Object got = method.invoke(client, arguments);
            return got instanceof RTopic topic ? withoutStatus(topic) : got;
        });
    }

    private static RTopic withoutStatus(RTopic topic) {
        return altered(RTopic.class, (method, arguments) -> {
            if (arguments != null && arguments[0] instanceof StatusListener) {
                throw new IllegalStateException("nobody hears of this");
            }
            return method.invoke(topic, arguments);
        });
    }

    private static <T> T altered(Class<T> kind, Call call) {
        return kind.cast(Proxy.newProxyInstance(
                kind.getClassLoader(), new Class<?>[] {kind}, (proxy, method, given) -> call.made(method, given)));
    }

    private interface Call {
        @Nullable
        Object made(Method method, Object @Nullable [] arguments) throws Exception;
    }

    private static RedisChatStore.Builder builder() {
        return RedisChatStore.builder(server.url(), HASHING);
    }

    private static void set(String name, String value) {
        try (RespClient client = server.connect()) {
            client.command("CONFIG", "SET", name, value);
        }
    }
}
