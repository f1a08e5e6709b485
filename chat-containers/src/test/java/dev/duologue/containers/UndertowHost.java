package dev.duologue.containers;

import dev.duologue.websocket.testing.Host;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;
import jakarta.servlet.ServletException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.InetSocketAddress;
import java.net.URI;
import org.xnio.Options;

/** Undertow, embedded. */
public final class UndertowHost implements Host {

    private static final int IDLE_MILLIS = 1_000;

    private final DeploymentManager manager;
    private final Undertow server;

    /**
     * Starts the server.
     *
     * @param config the endpoint
     */
    public UndertowHost(ServerEndpointConfig config) throws ServletException {
        manager = deployment(config);
        server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setSocketOption(Options.SEND_BUFFER, SEND_BUFFER)
                .setServerOption(UndertowOptions.IDLE_TIMEOUT, IDLE_MILLIS)
                .setHandler(manager.start())
                .build();
        server.start();
    }

    static DeploymentManager deployment(ServerEndpointConfig config) {
        WebSocketDeploymentInfo webSockets = new WebSocketDeploymentInfo()
                .setBuffers(new DefaultByteBufferPool(true, 8 * 1024))
                .addEndpoint(config);
        DeploymentInfo application = Servlets.deployment()
                .setClassLoader(UndertowHost.class.getClassLoader())
                .setDeploymentName("chat")
                .setContextPath("/")
                .addServletContextAttribute(WebSocketDeploymentInfo.ATTRIBUTE_NAME, webSockets);
        DeploymentManager manager = Servlets.defaultContainer().addDeployment(application);
        manager.deploy();
        return manager;
    }

    @Override
    public URI uri(String path) {
        int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
        return URI.create("ws://127.0.0.1:" + port + path);
    }

    @Override
    public int refusal() {
        return 404;
    }

    @Override
    public void close() {
        if (manager.getState() == DeploymentManager.State.UNDEPLOYED) {
            return;
        }
        try {
            manager.stop();
            manager.undeploy();
            server.stop();
        } catch (ServletException e) {
            throw new IllegalStateException("Undertow did not stop", e);
        }
    }
}
