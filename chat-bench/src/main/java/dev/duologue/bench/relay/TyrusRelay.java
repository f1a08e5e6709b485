package dev.duologue.bench.relay;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.strategies.SameThreadIOStrategy;
import org.glassfish.tyrus.container.grizzly.server.WebSocketAddOn;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.WebSocketEngine;

/** The relay on Tyrus and Grizzly, with the transport settings of the reference server. */
public final class TyrusRelay {

    private TyrusRelay() {}

    /** Serves until the process is ended. */
    public static void main(String[] args) throws Exception {
        Relay.quiet();
        Container container = new Container();
        NetworkListener listener = new NetworkListener("relay", "127.0.0.1", 0);
        listener.getTransport().setIOStrategy(SameThreadIOStrategy.getInstance());
        listener.getTransport().setReadBufferSize(8 * 1024);
        listener.getTransport().setTcpNoDelay(true);
        listener.getKeepAlive().setIdleTimeoutInSeconds(-1);
        listener.registerAddOn(new WebSocketAddOn(container, "/"));
        HttpServer http = new HttpServer();
        http.addListener(listener);
        http.start();
        container.deploy(RelayEndpoint.config());
        Relay.ready(listener.getPort());
    }

    private static final class Container extends TyrusServerContainer {

        private final TyrusWebSocketEngine engine = TyrusWebSocketEngine.builder(this)
                .incomingBufferSize(128 * 1024)
                .build();

        Container() {
            super((Set<Class<?>>) null);
            setDefaultMaxSessionIdleTimeout(-1);
        }

        void deploy(ServerEndpointConfig config) throws IOException, DeploymentException {
            engine.register(config, "/");
            doneDeployment();
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
