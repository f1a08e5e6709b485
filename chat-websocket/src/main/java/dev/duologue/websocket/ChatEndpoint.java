package dev.duologue.websocket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The protocol {@code duologue.v1} as a Jakarta WebSocket endpoint: one instance for each connection. Containers want
 * the class public; applications get it by {@link ChatWebSocket}, and never make one.
 */
public class ChatEndpoint extends Endpoint {

    private static final Logger LOG = LoggerFactory.getLogger(ChatEndpoint.class);

    /** Room for a frame of the largest size with the container's own way of counting. */
    private static final int CONTAINER_BUFFER = 2 * Connection.MAX_FRAME_BYTES;

    private final ChatWebSocket owner;
    private volatile @Nullable Connection connection;

    ChatEndpoint(ChatWebSocket owner) {
        this.owner = owner;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.setMaxIdleTimeout(-1);
        session.setMaxTextMessageBufferSize(CONTAINER_BUFFER);
        session.setMaxBinaryMessageBufferSize(CONTAINER_BUFFER);
        Connection opened = owner.open(session);
        connection = opened;
        // In parts, which are the whole but for frames in fragments: Tyrus sorts the handlers of whole messages for
        // each.
        session.addMessageHandler(String.class, (MessageHandler.Partial<String>) opened::text);
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) ignored -> opened.binary());
        session.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>) opened::pong);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        forget();
    }

    @Override
    public void onError(Session session, Throwable failure) {
        // The class alone: messages of containers may quote what was received.
        LOG.debug("a connection failed: {}", failure.getClass().getName());
        forget();
    }

    private void forget() {
        Connection mine = connection;
        if (mine != null) {
            owner.closed(mine);
        }
    }
}
