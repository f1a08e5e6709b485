package dev.duologue.spring;

import dev.duologue.ChatService;
import dev.duologue.websocket.ChatWebSocket;
import dev.duologue.websocket.ClientConnections;
import jakarta.servlet.Servlet;
import jakarta.websocket.server.ServerContainer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * The endpoint, in a servlet container that has Jakarta WebSocket: a servlet at {@code duologue.websocket.path} takes the
 * handshake, as it knows the client's address. Behind a proxy set {@code server.forward-headers-strategy}.
 */
@AutoConfiguration(after = ChatServiceAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({Servlet.class, ServerContainer.class, ServletRegistrationBean.class})
@ConditionalOnBean(ChatService.class)
@ConditionalOnBooleanProperty(name = "duologue.websocket.enabled", matchIfMissing = true)
public final class ChatWebSocketAutoConfiguration {

    /** Frames that are no messages: receipts, typing and pings come on top of what may be sent. */
    private static final int OTHER_FRAMES_PER_SECOND = 20;

    private static final int LEAST_FRAME_BURST = 100;

    private ChatWebSocketAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    static ClientConnections servletConnections() {
        return new ServletConnections();
    }

    @Bean
    @ConditionalOnMissingBean
    static ChatWebSocket chatWebSocket(
            ChatService chats,
            DuologueProperties properties,
            ClientConnections clients,
            ObjectProvider<ChatWebSocketCustomizer> customizers) {
        DuologueProperties.WebSocket settings = properties.websocket();
        ChatWebSocket.Builder webSocket = ChatWebSocket.builder(chats)
                .path(settings.path())
                .clients(clients)
                .connectionLimits(settings.connectionsOfAddress(), settings.connections())
                .frameRate(framesPerSecond(properties), frameBurst(properties))
                .entryTimes(settings.firstFrame(), settings.entered())
                .watch(settings.pingEvery(), settings.deadAfter(), settings.writeTimeout());
        Origins.allowed(settings.allowedOrigins(), properties.baseUrl()).forEach(webSocket::allowedOrigin);
        if (settings.requireOrigin()) {
            webSocket.requireOrigin();
        }
        customizers.orderedStream().forEach(customizer -> customizer.customize(webSocket));
        return webSocket.build();
    }

    @Bean
    static ServletRegistrationBean<ChatServlet> chatServlet(ChatWebSocket webSocket) {
        // A customizer may have had another path than the property.
        ServletRegistrationBean<ChatServlet> servlet = new ServletRegistrationBean<>(
                new ChatServlet(webSocket), webSocket.endpointConfig().getPath());
        servlet.setName("duologueChat");
        servlet.setLoadOnStartup(1);
        return servlet;
    }

    @Bean
    static Drain chatDrain(ChatWebSocket webSocket, DuologueProperties properties, ApplicationContext context) {
        return new Drain(webSocket, properties.websocket().drain(), context);
    }

    private static double framesPerSecond(DuologueProperties properties) {
        Double rate = properties.websocket().frameRate();
        return rate == null ? 4 * properties.limits().sendRate() + OTHER_FRAMES_PER_SECOND : rate;
    }

    private static int frameBurst(DuologueProperties properties) {
        Integer burst = properties.websocket().frameBurst();
        return burst == null
                ? (int) Math.max(
                        LEAST_FRAME_BURST, Math.min(5L * properties.limits().sendBurst(), Integer.MAX_VALUE))
                : burst;
    }
}
