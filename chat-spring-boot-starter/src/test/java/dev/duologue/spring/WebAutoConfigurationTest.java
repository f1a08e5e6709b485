package dev.duologue.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.ChatService;
import dev.duologue.websocket.ChatWebSocket;
import dev.duologue.websocket.ClientConnection;
import dev.duologue.websocket.ClientConnections;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@DisplayName("The endpoint of an application")
class WebAutoConfigurationTest {

    private final WebApplicationContextRunner application = Contexts.web();

    @Test
    @DisplayName("is there in a web application, at its path, for pages of the base URL's origin")
    void there() {
        application.withPropertyValues("duologue.websocket.path=/talk").run(context -> {
            ServerEndpointConfig endpoint = context.getBean(ChatWebSocket.class).endpointConfig();
            assertThat(endpoint.getPath()).isEqualTo("/talk");
            assertThat(endpoint.getConfigurator().checkOrigin("https://chat.example"))
                    .isTrue();
            assertThat(endpoint.getConfigurator().checkOrigin("https://other.example"))
                    .isFalse();
            assertThat(endpoint.getConfigurator().checkOrigin(null)).isTrue();
            assertThat(mappings(context)).containsExactly("/talk");
            assertThat(context).hasSingleBean(ChatComponentsAutoConfiguration.class);
        });
    }

    @Test
    @DisplayName("is there for the origins that are named, and for nobody without one if that is asked for")
    void origins() {
        application
                .withPropertyValues(
                        "duologue.websocket.allowed-origins=https://One.example:443,http://two.example:8080",
                        "duologue.websocket.require-origin=true")
                .run(context -> {
                    ServerEndpointConfig.Configurator endpoint = context.getBean(ChatWebSocket.class)
                            .endpointConfig()
                            .getConfigurator();
                    assertThat(List.of("https://one.example", "http://two.example:8080"))
                            .allMatch(endpoint::checkOrigin);
                    assertThat(endpoint.checkOrigin("https://chat.example")).isFalse();
                    assertThat(endpoint.checkOrigin(null)).isFalse();
                });
    }

    @Test
    @DisplayName("lets a page of any loopback name connect where the base URL is one")
    void loopback() {
        application
                .withPropertyValues("duologue.base-url=http://localhost:8080/c")
                .run(context -> {
                    ServerEndpointConfig.Configurator endpoint = context.getBean(ChatWebSocket.class)
                            .endpointConfig()
                            .getConfigurator();
                    assertThat(List.of("http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"))
                            .allMatch(endpoint::checkOrigin);
                    assertThat(endpoint.checkOrigin("http://localhost:8081")).isFalse();
                });
    }

    @Test
    @DisplayName("is not there without a web server, or without Jakarta WebSocket, or where it is switched off")
    void not_there() {
        Contexts.plain()
                .run(context -> assertThat(context)
                        .hasSingleBean(ChatService.class)
                        .doesNotHaveBean(ChatWebSocket.class)
                        .doesNotHaveBean(ChatComponentsAutoConfiguration.class));
        application
                .withClassLoader(new FilteredClassLoader(ServerContainer.class))
                .run(context ->
                        assertThat(context).hasSingleBean(ChatService.class).doesNotHaveBean(ChatWebSocket.class));
        application
                .withPropertyValues("duologue.websocket.enabled=false")
                .run(context -> assertThat(context)
                        .hasSingleBean(ChatService.class)
                        .doesNotHaveBean(ChatWebSocket.class)
                        .doesNotHaveBean("chatServlet"));
        application
                .withPropertyValues("duologue.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ChatWebSocket.class));
    }

    @Test
    @DisplayName("takes up the application's customizers and what it knows of connections, or is the application's own")
    void own() {
        ClientConnections nobody = request -> ClientConnection.unknown();
        application
                .withBean(ChatWebSocketCustomizer.class, () -> webSocket -> webSocket.path("/last"))
                .withBean("nobody", ClientConnections.class, () -> nobody)
                .run(context -> {
                    assertThat(context.getBean(ChatWebSocket.class)
                                    .endpointConfig()
                                    .getPath())
                            .isEqualTo("/last");
                    assertThat(context).getBean(ClientConnections.class).isSameAs(nobody);
                    assertThat(mappings(context)).containsExactly("/last");
                });
        application
                .withBean(
                        "own",
                        ChatWebSocket.class,
                        () -> ChatWebSocket.builder(ChatService.builder(URI.create("https://own.example/c"))
                                        .build())
                                .build())
                .run(context ->
                        assertThat(context).hasSingleBean(ChatWebSocket.class).hasBean("own"));
    }

    @Test
    @DisplayName("leaves the browser side out where that is switched off, or Spring MVC is not there")
    void components() {
        application
                .withPropertyValues("duologue.components.enabled=false")
                .run(context -> assertThat(context)
                        .hasSingleBean(ChatWebSocket.class)
                        .doesNotHaveBean(ChatComponentsAutoConfiguration.class));
        application
                .withClassLoader(new FilteredClassLoader(WebMvcConfigurer.class))
                .run(context -> assertThat(context)
                        .hasSingleBean(ChatWebSocket.class)
                        .doesNotHaveBean(ChatComponentsAutoConfiguration.class));
    }

    private static Collection<String> mappings(ApplicationContext context) {
        return ((ServletRegistrationBean<?>) context.getBean("chatServlet")).getUrlMappings();
    }
}
