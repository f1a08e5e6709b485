package dev.duologue.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.duologue.ChatService;
import dev.duologue.StartedChat;
import dev.duologue.redis.RedisChatStore;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.ChatStore;
import dev.duologue.websocket.limits.InMemoryAddressLimits;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@DisplayName("Chats of an application are in Redis")
class RedisChatStoreAutoConfigurationTest {

    private static RedisServer redis;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() {
        redis = RedisServer.start(RedisProgram.SYSTEM);
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    /** Each test has its keys: nodes of one prefix have one pepper. */
    private static ApplicationContextRunner application(String prefix) {
        return Contexts.plain()
                .withPropertyValues(
                        "duologue.redis.prefix=" + prefix + ":",
                        "duologue.redis.pepper-file=" + folder.resolve("pepper"));
    }

    @Test
    @DisplayName("where a URL is set, with the limits of addresses")
    void by_url() {
        application("url")
                .withPropertyValues("duologue.redis.url=" + redis.url())
                .run(context -> {
                    assertThat(context).hasSingleBean(ChatStore.class).hasSingleBean(RedisChatStore.class);
                    assertThat(context.getBean(AddressLimits.class)).isNotInstanceOf(InMemoryAddressLimits.class);
                    StartedChat started = start(context.getBean(ChatService.class));
                    assertThat(redis.connect().command("EXISTS", "url:{" + started.id() + "}:m"))
                            .isEqualTo(1L);
                });
    }

    @Test
    @DisplayName("where the application has a client, which is left open")
    void by_client() {
        RedissonClient client = client();
        try {
            application("client")
                    .withBean(RedissonClient.class, () -> client, bean -> bean.setDestroyMethodName(""))
                    .run(context -> {
                        assertThat(context).hasSingleBean(RedisChatStore.class);
                        start(context.getBean(ChatService.class));
                    });
            assertThat(client.isShutdown()).isFalse();
        } finally {
            client.shutdown();
        }
    }

    @Test
    @DisplayName("under one pepper for all nodes, made where there is none: a chat of one is known to the other")
    void shared() {
        ApplicationContextRunner node = application("shared").withPropertyValues("duologue.redis.url=" + redis.url());
        node.run(one -> node.run(other -> {
            StartedChat started = start(one.getBean(ChatService.class));
            assertThat(other.getBean(ChatService.class)
                            .chat(started.id())
                            .status()
                            .join())
                    .isPresent();
        }));
        assertThat(folder.resolve("pepper")).isRegularFile();
    }

    @Test
    @DisplayName("and the log of Redisson, which quotes texts, is off unless the application sets it")
    void silent() {
        ApplicationContextRunner node = application("log")
                .withPropertyValues("duologue.redis.url=" + redis.url())
                .withBean(
                        LoggingSystem.class, () -> LoggingSystem.get(getClass().getClassLoader()));
        Logger redisson = (Logger) LoggerFactory.getLogger("org.redisson");
        Level before = redisson.getLevel();
        try {
            redisson.setLevel(Level.WARN);
            node.withPropertyValues("logging.level.org.redisson=warn")
                    .run(context -> assertThat(redisson.getLevel()).isEqualTo(Level.WARN));
            node.run(context -> assertThat(redisson.getLevel()).isEqualTo(Level.OFF));
        } finally {
            redisson.setLevel(before);
        }
    }

    @Test
    @DisplayName("but not where that is switched off, though there is a client")
    void switched_off() {
        application("off")
                .withPropertyValues("duologue.redis.enabled=false", "duologue.redis.url=" + redis.url())
                .run(context ->
                        assertThat(context).hasSingleBean(ChatStore.class).doesNotHaveBean(RedisChatStore.class));
    }

    @Test
    @DisplayName("but not where there is neither, nor without chat-redis on the class path")
    void neither() {
        application("none").run(context -> assertThat(context).doesNotHaveBean(RedisChatStore.class));
        application("none")
                .withPropertyValues("duologue.redis.url=" + redis.url())
                .withClassLoader(new FilteredClassLoader(RedisChatStore.class))
                .run(context -> assertThat(context).hasNotFailed().hasBean("inMemoryChatStore"));
    }

    @Test
    @DisplayName("but not where the application has a store of its own")
    void own_store() {
        application("own")
                .withPropertyValues("duologue.redis.url=" + redis.url())
                .withUserConfiguration(OwnStore.class)
                .run(context ->
                        assertThat(context).hasSingleBean(ChatStore.class).hasBean("own"));
    }

    @Test
    @DisplayName("with what a customizer says last")
    void customizer() {
        application("before")
                .withPropertyValues("duologue.redis.url=" + redis.url())
                .withBean(RedisChatStoreCustomizer.class, () -> store -> store.prefix("after:"))
                .run(context -> {
                    StartedChat started = start(context.getBean(ChatService.class));
                    assertThat(redis.connect().command("EXISTS", "after:{" + started.id() + "}:m"))
                            .isEqualTo(1L);
                });
    }

    @Test
    @DisplayName("and a wrong URL fails the start, without telling the password in it")
    void wrong_url() {
        application("wrong")
                .withPropertyValues("duologue.redis.url=rediss:user:CANARY@nowhere")
                .run(context -> assertThat(context).getFailure().satisfies(failure -> {
                    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                        assertThat(cause.toString()).doesNotContain("CANARY");
                    }
                }));
    }

    private static RedissonClient client() {
        Config config = new Config();
        config.useSingleServer()
                .setAddress(redis.url())
                .setRetryAttempts(0)
                .setTimeout(400)
                .setConnectionMinimumIdleSize(1);
        return Redisson.create(config);
    }

    private static StartedChat start(ChatService chats) {
        return chats.start("ABHI", "ANNY").join();
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnStore {
        @Bean
        ChatStore own() {
            return ChatStore.inMemory(InstantSource.system());
        }
    }
}
