package dev.duologue.spring;

import dev.duologue.ClientAddress;
import dev.duologue.websocket.ClientConnection;
import dev.duologue.websocket.ClientConnections;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows the connections that {@link ChatServlet} took, by the handshakes that it hands on. Thread-safe. */
final class ServletConnections implements ClientConnections {

    @Override
    public ClientConnection of(HandshakeRequest request) {
        return request instanceof Known known ? ClientConnection.of(known.address()) : ClientConnection.unknown();
    }

    /** The endpoint's own configurator, for one request whose client is known. */
    static final class Handshake extends ServerEndpointConfig.Configurator {

        private final ServerEndpointConfig.Configurator endpoint;
        private final Optional<ClientAddress> address;

        Handshake(ServerEndpointConfig.Configurator endpoint, Optional<ClientAddress> address) {
            this.endpoint = endpoint;
            this.address = address;
        }

        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            return endpoint.getNegotiatedSubprotocol(supported, requested);
        }

        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            return endpoint.getNegotiatedExtensions(installed, requested);
        }

        @Override
        public boolean checkOrigin(@Nullable String origin) {
            return endpoint.checkOrigin(origin);
        }

        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            endpoint.modifyHandshake(config, new Known(request, address), response);
        }

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) throws InstantiationException {
            return endpoint.getEndpointInstance(endpointClass);
        }
    }

    /** A handshake, and where it comes from. */
    private record Known(HandshakeRequest request, Optional<ClientAddress> address) implements HandshakeRequest {

        @Override
        public Map<String, List<String>> getHeaders() {
            return request.getHeaders();
        }

        @Override
        public Principal getUserPrincipal() {
            return request.getUserPrincipal();
        }

        @Override
        public URI getRequestURI() {
            return request.getRequestURI();
        }

        @Override
        public boolean isUserInRole(String role) {
            return request.isUserInRole(role);
        }

        @Override
        public Object getHttpSession() {
            return request.getHttpSession();
        }

        @Override
        public Map<String, List<String>> getParameterMap() {
            return request.getParameterMap();
        }

        @Override
        public String getQueryString() {
            return request.getQueryString();
        }
    }
}
