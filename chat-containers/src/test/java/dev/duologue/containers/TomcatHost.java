package dev.duologue.containers;

import dev.duologue.websocket.testing.Host;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/** Tomcat, embedded. */
public final class TomcatHost implements Host {

    private static final String IDLE_MILLIS = "1000";

    private final Tomcat tomcat = new Tomcat();

    /**
     * Starts the server.
     *
     * @param config the endpoint
     */
    public TomcatHost(ServerEndpointConfig config) throws IOException, LifecycleException {
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().setProperty("socket.txBufSize", String.valueOf(SEND_BUFFER));
        tomcat.getConnector().setProperty("connectionTimeout", IDLE_MILLIS);
        register(tomcat, config);
        tomcat.start();
    }

    static void register(Tomcat tomcat, ServerEndpointConfig config) {
        Context context = tomcat.addContext("", null);
        context.addServletContainerInitializer(new WsSci(), null);
        // WebSockets hang on a filter, which Tomcat asks only where there is a servlet.
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        context.addApplicationListener(Deployment.class.getName());
        context.getServletContext().setAttribute(Deployment.ENDPOINT, config);
    }

    /** The endpoint, as any servlet container's users may deploy it: when the application starts. */
    public static final class Deployment implements ServletContextListener {

        static final String ENDPOINT = "chat.endpoint";

        @Override
        public void contextInitialized(ServletContextEvent event) {
            ServerContainer container =
                    (ServerContainer) event.getServletContext().getAttribute(ServerContainer.class.getName());
            try {
                container.addEndpoint(
                        (ServerEndpointConfig) event.getServletContext().getAttribute(ENDPOINT));
            } catch (DeploymentException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public URI uri(String path) {
        return URI.create("ws://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path);
    }

    @Override
    public void close() {
        try {
            if (tomcat.getServer().getState() != LifecycleState.DESTROYED) {
                tomcat.stop();
                tomcat.destroy();
            }
        } catch (LifecycleException e) {
            throw new IllegalStateException("Tomcat did not stop", e);
        }
    }
}
