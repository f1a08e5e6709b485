package dev.duologue.spring;

import dev.duologue.websocket.ChatWebSocket;

/**
 * A bean that has the last word about the endpoint. Several are asked in their order. Called once, while the endpoint is
 * made.
 */
@FunctionalInterface
public interface ChatWebSocketCustomizer {

    /**
     * Changes what the endpoint is made with.
     *
     * @param webSocket the builder, with all properties and beans taken up
     */
    void customize(ChatWebSocket.Builder webSocket);
}
