package dev.duologue.websocket.testing;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.strategies.SameThreadIOStrategy;
import org.glassfish.tyrus.container.grizzly.server.WebSocketAddOn;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.WebSocketEngine;

/** A Tyrus on Grizzly that serves one endpoint on a free port of 127.0.0.1. */
public final class TyrusHost implements AutoCloseable {

    private final HttpServer http = new HttpServer();
    private final NetworkListener listener = new NetworkListener("test", "127.0.0.1", 0);

    /**
     * Starts the server.
     *
     * @param config the endpoint
     */
    public TyrusHost(ServerEndpointConfig config) throws IOException, DeploymentException {
        Container container = new Container();
        listener.getTransport().setIOStrategy(SameThreadIOStrategy.getInstance());
        listener.getTransport().setReadBufferSize(8 * 1024);
        listener.getKeepAlive().setIdleTimeoutInSeconds(-1);
        listener.registerAddOn(new WebSocketAddOn(container, "/"));
        http.addListener(listener);
        container.register(config);
        container.doneDeployment();
        http.start();
    }

    /**
     * Where the endpoint is.
     *
     * @param path its path
     * @return the address
     */
    public URI uri(String path) {
        return URI.create("ws://127.0.0.1:" + listener.getPort() + path);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private static final class Container extends TyrusServerContainer {

        private final TyrusWebSocketEngine engine =
                TyrusWebSocketEngine.builder(this).incomingBufferSize(128 * 1024).build();

        Container() {
            super((Set<Class<?>>) null);
            setDefaultMaxSessionIdleTimeout(-1);
        }

        @Override
        public void register(Class<?> endpointClass) throws DeploymentException {
            engine.register(endpointClass, "/");
        }

        @Override
        public void register(ServerEndpointConfig config) throws DeploymentException {
            engine.register(config, "/");
        }

        @Override
        public Map<String, Object> getProperties() {
            return Map.of();
        }

        @Override
        public WebSocketEngine getWebSocketEngine() {
            return engine;
        }
    }
}
