package dev.duologue.containers.start;

import dev.duologue.ChatService;
import dev.duologue.websocket.ChatWebSocket;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.net.URI;

/** Brings the chat up with the application, and down with it. */
@WebListener
public final class ChatDeployment implements ServletContextListener {

    private static final String ORIGIN = "http://localhost:8080";

    private ChatService chats;
    private ChatWebSocket webSocket;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext application = event.getServletContext();
        chats = ChatService.builder(URI.create(ORIGIN + application.getContextPath() + "/c.html"))
                .build();
        webSocket = ChatWebSocket.builder(chats).allowedOrigin(ORIGIN).build();
        application.setAttribute(ChatService.class.getName(), chats);
        ServerContainer container = (ServerContainer) application.getAttribute(ServerContainer.class.getName());
        try {
            container.addEndpoint(webSocket.endpointConfig());
        } catch (DeploymentException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        webSocket.close();
        chats.close();
    }
}
