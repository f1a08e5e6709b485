package dev.duologue.spring;

import dev.duologue.ClientAddress;
import dev.duologue.websocket.ChatWebSocket;
import dev.duologue.websocket.ConnectionRoom;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the handshakes of the endpoint. An endpoint that the container takes by itself learns no client's address, and can
 * refuse nobody by a status. Thread-safe.
 */
final class ChatServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int UPGRADE_REQUIRED = 426;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String RETRY_AFTER_SECONDS = "10";

    private final transient ChatWebSocket webSocket;

    ChatServlet(ChatWebSocket webSocket) {
        this.webSocket = webSocket;
    }

    /** Tells at the start, and not with the first person, that nobody could connect. */
    @Override
    public void init() throws ServletException {
        if (getServletContext().getAttribute(ServerContainer.class.getName()) == null) {
            throw new ServletException(
                    "the servlet container has no Jakarta WebSocket: add that of your container, or set"
                            + " duologue.websocket.enabled=false");
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            response.setHeader("Upgrade", "websocket");
            response.sendError(UPGRADE_REQUIRED);
            return;
        }
        Optional<ClientAddress> address = address(request);
        ConnectionRoom room = webSocket.room(address);
        if (room == ConnectionRoom.FREE) {
            upgrade(request, response, address);
        } else {
            response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
            response.sendError(
                    room == ConnectionRoom.ADDRESS_FULL
                            ? TOO_MANY_REQUESTS
                            : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    private void upgrade(HttpServletRequest request, HttpServletResponse response, Optional<ClientAddress> address)
            throws ServletException, IOException {
        ServerContainer container = (ServerContainer) getServletContext().getAttribute(ServerContainer.class.getName());
        try {
            container.upgradeHttpToWebSocket(request, response, endpointFor(address), Map.of());
        } catch (DeploymentException e) {
            throw new ServletException("the handshake failed", e);
        }
    }

    private ServerEndpointConfig endpointFor(Optional<ClientAddress> address) {
        ServerEndpointConfig config = webSocket.endpointConfig();
        return ServerEndpointConfig.Builder.create(config.getEndpointClass(), config.getPath())
                .subprotocols(config.getSubprotocols())
                .configurator(new ServletConnections.Handshake(config.getConfigurator(), address))
                .build();
    }

    /** What the container takes for the client, in which it heeds proxies as it is told to. */
    private static Optional<ClientAddress> address(HttpServletRequest request) throws UnknownHostException {
        String remote = request.getRemoteAddr();
        // Behind a proxy it may be a text that somebody made up; a name must not be looked up.
        boolean literal = remote != null && (remote.indexOf(':') >= 0 || remote.matches("[0-9.]+"));
        return literal ? Optional.of(ClientAddress.of(InetAddress.getByName(remote))) : Optional.empty();
    }
}
