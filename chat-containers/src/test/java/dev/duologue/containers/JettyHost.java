package dev.duologue.containers;

import dev.duologue.websocket.testing.Host;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.URI;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty, embedded. */
public final class JettyHost implements Host {

    private static final int IDLE_MILLIS = 1_000;

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    /**
     * Starts the server.
     *
     * @param config the endpoint
     */
    public JettyHost(ServerEndpointConfig config) throws Exception {
        connector.setHost("127.0.0.1");
        connector.setAcceptedSendBufferSize(SEND_BUFFER);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        register(server, config);
        server.start();
    }

    static void register(Server server, ServerEndpointConfig config) {
        ServletContextHandler context = new ServletContextHandler("/");
        server.setHandler(context);
        JakartaWebSocketServletContainerInitializer.configure(
                context, (servletContext, container) -> container.addEndpoint(config));
    }

    @Override
    public URI uri(String path) {
        return URI.create("ws://127.0.0.1:" + connector.getLocalPort() + path);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Jetty did not stop", e);
        }
    }
}
