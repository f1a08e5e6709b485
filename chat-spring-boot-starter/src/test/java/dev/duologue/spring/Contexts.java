package dev.duologue.spring;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** Applications without a web server that have the starter on their class path. */
final class Contexts {

    private static final String BASE_URL = "duologue.base-url=https://chat.example/c";

    private static final AutoConfigurations OURS = AutoConfigurations.of(
            RedisChatStoreAutoConfiguration.class,
            ChatServiceAutoConfiguration.class,
            ChatWebSocketAutoConfiguration.class,
            ChatComponentsAutoConfiguration.class,
            ChatHealthAutoConfiguration.class,
            ChatMetricsAutoConfiguration.class,
            MetricsAutoConfiguration.class,
            CompositeMeterRegistryAutoConfiguration.class);

    private Contexts() {}

    static ApplicationContextRunner plain() {
        return new ApplicationContextRunner().withConfiguration(OURS).withPropertyValues(BASE_URL);
    }

    static WebApplicationContextRunner web() {
        return new WebApplicationContextRunner().withConfiguration(OURS).withPropertyValues(BASE_URL);
    }
}
