package dev.duologue.bench.relay;

import io.undertow.Undertow;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;
import java.net.InetSocketAddress;

/** The relay on Undertow. */
public final class UndertowRelay {

    private UndertowRelay() {}

    /** Serves until the process is ended. */
    public static void main(String[] args) throws Exception {
        Relay.quiet();
        WebSocketDeploymentInfo webSockets = new WebSocketDeploymentInfo()
                .setBuffers(new DefaultByteBufferPool(true, 8 * 1024))
                .addEndpoint(RelayEndpoint.configOneAtATime());
        DeploymentManager manager = Servlets.defaultContainer()
                .addDeployment(Servlets.deployment()
                        .setClassLoader(UndertowRelay.class.getClassLoader())
                        .setContextPath("/")
                        .setDeploymentName("relay")
                        .addServletContextAttribute(WebSocketDeploymentInfo.ATTRIBUTE_NAME, webSockets));
        manager.deploy();
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(manager.start())
                .build();
        server.start();
        Relay.ready(((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort());
    }
}
