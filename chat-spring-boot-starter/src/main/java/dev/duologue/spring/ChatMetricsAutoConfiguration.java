package dev.duologue.spring;

import dev.duologue.ChatService;
import dev.duologue.websocket.ChatWebSocket;
import dev.duologue.websocket.metrics.ChatMeters;
import dev.duologue.websocket.metrics.WebSocketMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** What is counted, in the application's meter registry. */
@AutoConfiguration(
        after = {ChatServiceAutoConfiguration.class, ChatWebSocketAutoConfiguration.class},
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({MeterRegistry.class, MeterBinder.class})
@ConditionalOnBean({ChatService.class, MeterRegistry.class})
public final class ChatMetricsAutoConfiguration {

    private ChatMetricsAutoConfiguration() {}

    /** Its service finds it as it finds each {@code Instrumentation}; the registry, as each {@code MeterBinder}. */
    @Bean
    @ConditionalOnMissingBean
    static ChatMeters chatMeters() {
        return new ChatMeters();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(ChatWebSocket.class)
    static WebSocketMeters chatWebSocketMeters(ChatWebSocket webSocket) {
        return new WebSocketMeters(webSocket);
    }
}
