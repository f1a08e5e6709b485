package dev.duologue.websocket;

import jakarta.websocket.server.HandshakeRequest;

/**
 * Tells who a connection is, which Jakarta WebSocket has no portable way to ask. The host implements it where it knows
 * more: a filter or servlet before the endpoint, that notes the connection in a header of its own and overwrites what a
 * client sent under that name.
 *
 * <p>Implementations must be thread-safe and must not block: they are called on the thread of the handshake.
 */
@FunctionalInterface
public interface ClientConnections {

    /**
     * The connection of a handshake.
     *
     * @param request the handshake
     * @return the connection, {@link ClientConnection#unknown()} if it is not known
     */
    ClientConnection of(HandshakeRequest request);
}
