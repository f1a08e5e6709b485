package dev.duologue.containers;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Map;
import org.glassfish.tyrus.container.grizzly.server.GrizzlyServerContainer;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.spi.ServerContainer;

/** Tyrus as its users start it, with a Grizzly of its own. */
final class StandaloneTyrus {

    private StandaloneTyrus() {}

    static AutoCloseable serving(ServerEndpointConfig config, int port) throws DeploymentException, IOException {
        ServerContainer container = new GrizzlyServerContainer()
                .createContainer(Map.of(TyrusWebSocketEngine.INCOMING_BUFFER_SIZE, 128 * 1024));
        container.addEndpoint(config);
        container.start("/", port);
        return container::stop;
    }
}
