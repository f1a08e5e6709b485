package dev.duologue.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.ChatListener;
import dev.duologue.ChatService;
import dev.duologue.ChatStoreException;
import dev.duologue.StartedChat;
import dev.duologue.spi.ChatStore;
import dev.duologue.websocket.metrics.ChatMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@DisplayName("The actuator of an application")
class ActuatorAutoConfigurationTest {

    private static final String HEALTH = "duologueHealthIndicator";

    private final ApplicationContextRunner application = Contexts.plain();

    @Test
    @DisplayName("tells that the store answers, and how much goes on")
    void up() {
        Contexts.web().run(context -> {
            context.getBean(ChatService.class).start("ABHI", "ANNY").join();
            Health health = health(context.getBean(HEALTH, HealthIndicator.class));
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("liveChats", 1).containsEntry("connections", 0);
        });
    }

    @Test
    @DisplayName("tells that the store does not answer, by the class of the failure alone")
    void down() {
        application
                .withBean("own", ChatStore.class, ActuatorAutoConfigurationTest::away)
                .run(context -> {
                    Health health = health(context.getBean(HEALTH, HealthIndicator.class));
                    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health.getDetails())
                            .containsEntry("error", ChatStoreException.class.getName())
                            .doesNotContainValue("CANARY");
                });
    }

    @Test
    @DisplayName("has no health of chats where that is switched off or there is no actuator, or the application's own")
    void no_health() {
        application
                .withPropertyValues("management.health.duologue.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HEALTH));
        application
                .withClassLoader(new FilteredClassLoader(HealthIndicator.class))
                .run(context ->
                        assertThat(context).hasSingleBean(ChatService.class).doesNotHaveBean(HEALTH));
        HealthIndicator own = () -> Health.unknown().build();
        application
                .withBean(HEALTH, HealthIndicator.class, () -> own)
                .run(context -> assertThat(context).getBean(HEALTH).isSameAs(own));
    }

    @Test
    @DisplayName("counts chats, seats and ends, with no name in any meter")
    void meters() {
        Contexts.web().withBean(MeterRegistry.class, SimpleMeterRegistry::new).run(context -> {
            ChatService chats = context.getBean(ChatService.class);
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            StartedChat started = chats.start("CANARYABHI", "CANARYANNY").join();
            assertThat(registry.get("duologue.chats.live").gauge().value()).isEqualTo(1);
            chats.enter(started.first().link(), started.first().secretCode(), new ChatListener() {})
                    .join();
            chats.chat(started.id()).end().join();
            eventually(registry, 1, "duologue.chats.started");
            assertThat(registry.get("duologue.store")
                            .tags("operation", "create", "outcome", "answered")
                            .timer()
                            .count())
                    .isEqualTo(1);
            eventually(registry, 1, "duologue.seats.entered");
            eventually(registry, 1, "duologue.chats.ended", "reason", "ended");
            assertThat(registry.get("duologue.connections").gauge().value()).isZero();
            assertThat(registry.get("duologue.closings")
                            .tag("code", "4008")
                            .functionCounter()
                            .count())
                    .isZero();
            assertThat(registry.get("duologue.errors")
                            .tag("error", "rate_limited")
                            .functionCounter()
                            .count())
                    .isZero();
            assertThat(registry.getMeters())
                    .noneMatch(meter -> meter.getId().toString().contains("CANARY"));
        });
    }

    @Test
    @DisplayName("has no meters without a registry or without Micrometer")
    void no_meters() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(ChatServiceAutoConfiguration.class, ChatMetricsAutoConfiguration.class))
                .withPropertyValues("duologue.base-url=https://chat.example/c")
                .run(context ->
                        assertThat(context).hasSingleBean(ChatService.class).doesNotHaveBean(ChatMeters.class));
        application
                .withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                .run(context ->
                        assertThat(context).hasSingleBean(ChatService.class).doesNotHaveBean(ChatMeters.class));
    }

    private static Health health(HealthIndicator indicator) {
        return indicator.health();
    }

    private static void eventually(MeterRegistry registry, double expected, String name, String... tags) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (registry.get(name).tags(tags).functionCounter().count() != expected && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        assertThat(registry.get(name).tags(tags).functionCounter().count()).isEqualTo(expected);
    }

    /** A store that is out of reach, whatever it is asked. */
    private static ChatStore away() {
        return (ChatStore) Proxy.newProxyInstance(
                ChatStore.class.getClassLoader(),
                new Class<?>[] {ChatStore.class},
                (proxy, method, arguments) -> method.getReturnType() == void.class
                        ? null
                        : CompletableFuture.failedFuture(new ChatStoreException("CANARY")));
    }
}
