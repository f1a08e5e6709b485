package dev.duologue.bench.relay;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The relay on Jetty, as embedded by its documentation. */
public final class JettyRelay {

    private JettyRelay() {}

    /** Serves until the process is ended. */
    public static void main(String[] args) throws Exception {
        Relay.quiet();
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(-1);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        server.setHandler(context);
        JakartaWebSocketServletContainerInitializer.configure(
                context, (servlets, container) -> container.addEndpoint(RelayEndpoint.config()));
        server.start();
        Relay.ready(connector.getLocalPort());
    }
}
