package dev.duologue.websocket.testing;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Set;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.strategies.SameThreadIOStrategy;
import org.glassfish.tyrus.container.grizzly.server.WebSocketAddOn;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.WebSocketEngine;

/** Tyrus on Grizzly, as the reference server has it. */
public final class TyrusHost implements Host {

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
        listener.registerAddOn(new TestFilter());
        http.addListener(listener);
        container.register(config);
        container.doneDeployment();
        http.start();
    }

    @Override
    public URI uri(String path) {
        return URI.create("ws://127.0.0.1:" + listener.getPort() + path);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /** Mends what Tyrus's own refusals lack, a length without which a client waits for ever; makes buffers small. */
    private static final class TestFilter extends BaseFilter implements AddOn {

        @Override
        public void setup(NetworkListener networkListener, FilterChainBuilder builder) {
            builder.add(builder.indexOfType(HttpServerFilter.class) + 1, this);
        }

        @Override
        public NextAction handleAccept(FilterChainContext context) throws IOException {
            ((SocketChannel) ((NIOConnection) context.getConnection()).getChannel())
                    .setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
            return context.getInvokeAction();
        }

        @Override
        public NextAction handleWrite(FilterChainContext context) {
            if (context.getMessage() instanceof HttpContent content
                    && content.getHttpHeader() instanceof HttpResponsePacket response
                    && response.getStatus() != 101
                    && !response.isCommitted()) {
                response.setContentLength(0);
            }
            return context.getInvokeAction();
        }
    }

    private static final class Container extends TyrusServerContainer {

        private final TyrusWebSocketEngine engine = TyrusWebSocketEngine.builder(this)
                .incomingBufferSize(128 * 1024)
                .build();

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
