package dev.duologue.bench.relay;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/** The relay on Tomcat. */
public final class TomcatRelay {

    private TomcatRelay() {}

    /** Serves until the process is ended. */
    public static void main(String[] args) throws Exception {
        Relay.quiet();
        Tomcat tomcat = new Tomcat();
        String folder = Files.createTempDirectory("relay").toString();
        tomcat.setBaseDir(folder);
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", folder);
        context.addServletContainerInitializer(new WsSci(), null);
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        ((org.apache.catalina.core.StandardContext) context).addApplicationLifecycleListener(new Deployment());
        tomcat.start();
        Relay.ready(tomcat.getConnector().getLocalPort());
    }

    private static final class Deployment implements ServletContextListener {
        @Override
        public void contextInitialized(ServletContextEvent event) {
            ServerContainer container = (ServerContainer)
                    event.getServletContext().getAttribute("jakarta.websocket.server.ServerContainer");
            try {
                container.addEndpoint(RelayEndpoint.configOneAtATime());
            } catch (DeploymentException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
