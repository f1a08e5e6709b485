package dev.duologue.spring;

import dev.duologue.ChatService;
import dev.duologue.websocket.ChatWebSocket;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Whether the store answers, as the actuator's health {@code duologue}. */
@AutoConfiguration(after = {ChatServiceAutoConfiguration.class, ChatWebSocketAutoConfiguration.class})
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(ChatService.class)
@ConditionalOnEnabledHealthIndicator("duologue")
public final class ChatHealthAutoConfiguration {

    private ChatHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "duologueHealthIndicator")
    static HealthIndicator duologueHealthIndicator(ChatService chats, ObjectProvider<ChatWebSocket> webSocket) {
        return new ChatHealth(chats, webSocket.getIfAvailable());
    }
}
